package agent

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// element is one of the Task Scheduler's schema.
type element struct {
	ordered  bool // a sequence; else its children come in any order
	must     []string
	children []string
	values   func(string) bool
}

func yes(string) bool { return true }

func truth(v string) bool { return v == "true" || v == "false" }

func minutes(v string) bool {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(v, "PT"), "M"))
	return err == nil && n >= 1
}

// taskSchema has the rules of the Task Scheduler's schema, version 1.2, for the
// elements that our task has.
var taskSchema = map[string]element{
	"Task":                     {children: []string{"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"}, must: []string{"Actions"}},
	"Task/RegistrationInfo":    {children: []string{"URI", "SecurityDescriptor", "Source", "Date", "Author", "Version", "Description", "Documentation"}},
	"RegistrationInfo/URI":     {values: func(v string) bool { return strings.HasPrefix(v, `\`) && !strings.ContainsAny(v, `/:*?"<>|`) }},
	"RegistrationInfo/Author":  {values: yes},
	"Task/Triggers":            {children: []string{"CalendarTrigger", "TimeTrigger", "LogonTrigger"}},
	"Triggers/CalendarTrigger": {ordered: true, children: []string{"Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit", "RandomDelay", "ScheduleByDay"}, must: []string{"StartBoundary", "ScheduleByDay"}},
	"CalendarTrigger/StartBoundary": {values: func(v string) bool {
		_, err := time.Parse("2006-01-02T15:04:05", v)
		return err == nil
	}},
	"CalendarTrigger/Enabled":       {values: truth},
	"CalendarTrigger/Repetition":    {children: []string{"Interval", "Duration", "StopAtDurationEnd"}, must: []string{"Interval"}},
	"Repetition/Interval":           {values: minutes},
	"CalendarTrigger/ScheduleByDay": {children: []string{"DaysInterval"}},
	"ScheduleByDay/DaysInterval":    {values: func(v string) bool { n, err := strconv.Atoi(v); return err == nil && n >= 1 && n <= 365 }},
	"Task/Principals":               {ordered: true, children: []string{"Principal"}, must: []string{"Principal"}},
	"Principals/Principal":          {children: []string{"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"}},
	"Principal/LogonType":           {values: func(v string) bool { return slices.Contains([]string{"S4U", "Password", "InteractiveToken"}, v) }},
	"Principal/RunLevel":            {values: func(v string) bool { return v == "LeastPrivilege" || v == "HighestAvailable" }},
	"Task/Settings": {children: []string{
		"AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable",
		"RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden", "DeleteExpiredTaskAfter", "IdleSettings", "NetworkSettings", "ExecutionTimeLimit", "Priority", "RunOnlyIfIdle",
	}},
	"Settings/AllowStartOnDemand": {values: truth},
	"Settings/MultipleInstancesPolicy": {values: func(v string) bool {
		return slices.Contains([]string{"Parallel", "Queue", "IgnoreNew", "StopExisting"}, v)
	}},
	"Settings/DisallowStartIfOnBatteries": {values: truth},
	"Settings/StopIfGoingOnBatteries":     {values: truth},
	"Settings/StartWhenAvailable":         {values: truth},
	"Settings/Enabled":                    {values: truth},
	"Settings/ExecutionTimeLimit":         {values: minutes},
	"Settings/Priority":                   {values: func(v string) bool { n, err := strconv.Atoi(v); return err == nil && n >= 0 && n <= 10 }},
	"Task/Actions":                        {children: []string{"Exec"}, must: []string{"Exec"}},
	"Actions/Exec":                        {children: []string{"Command", "Arguments", "WorkingDirectory"}, must: []string{"Command"}},
	"Exec/Command":                        {values: func(v string) bool { return v != "" }},
	"Exec/Arguments":                      {values: yes},
	"RegistrationInfo/Description":        {values: yes},
}

type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// faults lists what the schema has against an element.
func (n node) faults(path string) []string {
	rules, known := taskSchema[path]
	if !known {
		return []string{path + " is not in the schema"}
	}
	var wrong []string
	if n.XMLName.Space != "http://schemas.microsoft.com/windows/2004/02/mit/task" {
		wrong = append(wrong, path+" is of another schema")
	}
	if rules.values != nil && (len(n.Nodes) > 0 || !rules.values(n.Text)) {
		wrong = append(wrong, path+" cannot be "+n.Text)
	}
	last, seen := -1, map[string]int{}
	for _, child := range n.Nodes {
		name := child.XMLName.Local
		seen[name]++
		i := slices.Index(rules.children, name)
		if i < 0 || seen[name] > 1 || rules.ordered && i < last {
			wrong = append(wrong, name+" has no place in "+path)
		}
		last = i
		wrong = append(wrong, child.faults(n.XMLName.Local+"/"+name)...)
	}
	for _, name := range rules.must {
		if seen[name] == 0 {
			wrong = append(wrong, path+" lacks "+name)
		}
	}
	return wrong
}

func taskFaults(text string) []string {
	var task node
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	if err := d.Decode(&task); err != nil {
		return []string{err.Error()}
	}
	wrong := task.faults(task.XMLName.Local)
	principals := map[string]bool{}
	for _, part := range task.Nodes {
		for _, p := range part.Nodes {
			if part.XMLName.Local == "Principals" {
				principals[p.attr("id")] = true
			}
		}
		if part.XMLName.Local == "Actions" && !principals[part.attr("Context")] {
			wrong = append(wrong, "the context of the actions is no principal")
		}
	}
	return wrong
}

func TestTheTaskFollowsItsSchema(t *testing.T) {
	for name, j := range jobs {
		text := scheduledTask(j)
		if wrong := taskFaults(text); len(wrong) > 0 {
			t.Errorf("%s: %v", name, wrong)
		}
		// The control: each of these is refused.
		for _, broken := range [][2]string{
			{"<Enabled>true</Enabled>\n      <StartBoundary>2026-01-01T00:00:00</StartBoundary>", "<StartBoundary>2026-01-01T00:00:00</StartBoundary>\n      <Enabled>true</Enabled>"},
			{"IgnoreNew", "Ignore"},
			{"Context=\"Person\"", "Context=\"Nobody\""},
			{"<Interval>", "<Every>"},
			{"mit/task", "mit/job"},
			{"<Priority>7", "<Priority>70"},
		} {
			other := strings.ReplaceAll(strings.ReplaceAll(text, broken[0], broken[1]), strings.Replace(broken[0], "<", "</", 1), strings.Replace(broken[1], "<", "</", 1))
			if len(taskFaults(other)) == 0 {
				t.Errorf("%s: the schema takes %s", name, broken[1])
			}
		}
	}
	file := utf16File("<é>𝄞")
	if file[0] != 0xFF || file[1] != 0xFE || len(file) != 2+2*5 {
		t.Errorf("UTF-16: % x", file)
	}
	units := make([]uint16, 0, len(file)/2)
	for i := 2; i < len(file); i += 2 {
		units = append(units, uint16(file[i])|uint16(file[i+1])<<8)
	}
	if got := string(utf16.Decode(units)); got != "<é>𝄞" {
		t.Errorf("UTF-16: %q", got)
	}
}
