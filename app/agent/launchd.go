package agent

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The labels of the launch agents.
const (
	checkLabel = "app.headroom.check"
	loginLabel = "app.headroom.login"
)

// launchCheck is the launch agent that checks the rules. It goes along the
// calendar, because launchd makes up once for what the calendar had while the
// machine slept, and not for intervals.
func launchCheck(j Job) string {
	var minutes strings.Builder
	for minute := 0; minute < 60; minute += j.Every {
		fmt.Fprintf(&minutes, "\t\t<dict>\n\t\t\t<key>Minute</key>\n\t\t\t<integer>%d</integer>\n\t\t</dict>\n", minute)
	}
	return propertyList(checkLabelOf(j), j.Program, j.check(), "\t<key>RunAtLoad</key>\n\t<true/>\n\t<key>StartCalendarInterval</key>\n\t<array>\n"+minutes.String()+
		"\t</array>\n\t<key>ProcessType</key>\n\t<string>Background</string>\n\t<key>LowPriorityIO</key>\n\t<true/>\n")
}

// launchLogin is the launch agent that starts the window with the session.
func launchLogin(j Job) string {
	return propertyList(j.name(loginLabel), j.Program, j.login(), "\t<key>RunAtLoad</key>\n\t<true/>\n\t<key>LimitLoadToSessionType</key>\n\t<string>Aqua</string>\n"+
		"\t<key>ProcessType</key>\n\t<string>Interactive</string>\n")
}

func checkLabelOf(j Job) string { return j.name(checkLabel) }

func propertyList(label, program string, args []string, more string) string {
	var arguments strings.Builder
	for _, arg := range append([]string{program}, args...) {
		arguments.WriteString("\t\t<string>" + xmlText(arg) + "</string>\n")
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + xmlText(label) + `</string>
	<key>ProgramArguments</key>
	<array>
` + arguments.String() + `	</array>
` + more + `</dict>
</plist>
`
}

// xmlText escapes a text for XML.
func xmlText(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}
