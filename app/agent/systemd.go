package agent

import (
	"fmt"
	"strings"
)

// systemdService is the unit that checks the rules once.
func systemdService(j Job) string {
	return fmt.Sprintf(`[Unit]
Description=Headroom checks its rules

[Service]
Type=oneshot
ExecStart=%s
Nice=10
IOSchedulingPriority=7
TimeoutStartSec=10min
NoNewPrivileges=yes
`, systemdCommand(j.Program, j.check()...))
}

// systemdTimer is the unit that starts the service along the clock. What was
// missed while the machine was off or asleep is made up for once.
func systemdTimer(j Job) string {
	minutes := "*:0/" + fmt.Sprint(j.Every)
	if j.Every == 60 {
		minutes = "*:00"
	}
	return fmt.Sprintf(`[Unit]
Description=Headroom checks its rules every %d minutes

[Timer]
OnCalendar=%s
Persistent=true
AccuracySec=30s
Unit=%s.service

[Install]
WantedBy=timers.target
`, j.Every, minutes, j.name(unitBase))
}

// unitBase begins the names of the units.
const unitBase = "headroom-check"

// systemdCommand writes a command line of a unit. Paths are quoted: they have
// blanks, and specifiers, variables and escapes would be read in them.
func systemdCommand(program string, args ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`)
	if strings.ContainsAny(program, `"'\`) {
		// systemd starts no program with such a name, but a shell does.
		return systemdCommand("/bin/sh", append([]string{"-c", `exec "$0" "$@"`, program}, args...)...)
	}
	// The program itself is no place for variables, so there $ stands for itself.
	words := []string{`"` + strings.ReplaceAll(escape.Replace(program), "$$", "$") + `"`}
	for _, arg := range args {
		if strings.Trim(arg, plain) != "" {
			arg = `"` + escape.Replace(arg) + `"`
		}
		words = append(words, arg)
	}
	return strings.Join(words, " ")
}

// plain are the characters that mean nothing in any of the forms.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./"

// desktopEntry is the file that starts the window with a session of a desktop.
func desktopEntry(j Job) string {
	return fmt.Sprintf(`[Desktop Entry]
Type=Application
Name=Headroom
Comment=Tells you when something ends or runs over
Exec=%s
Icon=headroom
Terminal=false
X-GNOME-Autostart-enabled=true
`, desktopCommand(j.Program, j.login()...))
}

// desktopCommand writes the Exec of a desktop entry: arguments are quoted with
// their own escapes, and then the value is escaped as every string of the file.
func desktopCommand(program string, args ...string) string {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`)
	var words []string
	for i, arg := range append([]string{program}, args...) {
		if i == 0 || strings.Trim(arg, plain) != "" {
			arg = `"` + quote.Replace(arg) + `"`
		}
		words = append(words, strings.ReplaceAll(arg, "%", "%%"))
	}
	return strings.ReplaceAll(strings.Join(words, " "), `\`, `\\`)
}
