package agent

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

// taskName is where the Task Scheduler has the task.
func taskName(j Job) string { return `\Headroom\` + j.name("Check") }

// scheduledTask is the task of the Task Scheduler that checks the rules: every
// day from midnight on, again and again; once more when the machine is available
// after it was not. It runs in the person's session, which has the desktop that
// notifications are shown on, and needs no password.
func scheduledTask(j Job) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <URI>%s</URI>
    <Author>Headroom</Author>
    <Description>Headroom checks its rules every %d minutes.</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT%dM</Interval>
      </Repetition>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Person">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT10M</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Person">
    <Exec>
      <Command>%s</Command>
      <Arguments>%s</Arguments>
    </Exec>
  </Actions>
</Task>
`, xmlText(taskName(j)), j.Every, j.Every, xmlText(j.Program), xmlText(windowsCommand(j.check())))
}

// windowsCommand writes arguments as Windows programs read them: backslashes
// count only before a quote.
func windowsCommand(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = windowsArgument(arg)
	}
	return strings.Join(words, " ")
}

func windowsArgument(arg string) string {
	if arg != "" && strings.Trim(arg, plain+`\:`) == "" {
		return arg
	}
	var out strings.Builder
	out.WriteByte('"')
	slashes := 0
	for _, r := range arg {
		switch r {
		case '\\':
			slashes++
			continue
		case '"':
			out.WriteString(strings.Repeat(`\`, 2*slashes+1))
		default:
			out.WriteString(strings.Repeat(`\`, slashes))
		}
		slashes = 0
		out.WriteRune(r)
	}
	out.WriteString(strings.Repeat(`\`, 2*slashes) + `"`)
	return out.String()
}

// runValue is what the Run key of the registry has for the window.
func runValue(j Job) string {
	return `"` + j.Program + `" ` + windowsCommand(j.login())
}

// runName is the name of that value.
func runName(j Job) string { return j.name("Headroom") }

// utf16File writes a text as the Task Scheduler reads it.
func utf16File(text string) []byte {
	units := utf16.Encode([]rune("\uFEFF" + text))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}
