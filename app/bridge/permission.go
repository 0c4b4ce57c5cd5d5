package bridge

import (
	"maps"

	"headroom/backend/fault"
)

// Permission says what a bound method may do beside answering.
type Permission uint8

// The permissions. A method without any only reads.
const (
	Changing  Permission = 1 << iota // changes what the store keeps; refused where the store can only be read
	Replacing                        // puts another store in the place of this one
	Leaving                          // takes something out of the program: a file, the clipboard, paper
	Dialog                           // opens a dialog of the system, in which the person says where to
)

// Reading is a method that changes nothing, opens nothing and lets nothing out.
const Reading Permission = 0

// permissions are those of every method that the window may call. A method that
// is not here does not pass the tests.
var permissions = map[string]Permission{
	"System.Status":        Reading,
	"System.LogFromWindow": Reading,

	"Portfolio.Ask":     Reading,
	"Portfolio.Watched": Reading,
	"Portfolio.Watch":   Changing,

	"Reports.Catalog": Reading,
	"Reports.Answer":  Reading,
	"Reports.Explain": Reading,
	"Reports.Drill":   Reading,
	"Reports.Rows":    Reading,
	"Reports.Values":  Reading,

	"Library.List":      Reading,
	"Library.Get":       Reading,
	"Library.Save":      Changing,
	"Library.Remove":    Changing,
	"Library.Restore":   Changing,
	"Library.Favourite": Changing,

	"Definitions.All":        Reading,
	"Definitions.Uses":       Reading,
	"Definitions.Expression": Reading,
	"Definitions.Functions":  Reading,
	"Definitions.Define":     Changing,
	"Definitions.Undefine":   Changing,

	"Search.Find": Reading,

	"Exports.Table":       Leaving | Dialog,
	"Exports.Picture":     Leaving | Dialog,
	"Exports.CopyText":    Leaving,
	"Exports.CopyPicture": Leaving,
	"Exports.Print":       Leaving | Dialog,

	"Imports.Choose":       Dialog,
	"Imports.Expand":       Reading,
	"Imports.Inspect":      Reading,
	"Imports.Check":        Reading,
	"Imports.Run":          Changing,
	"Imports.Import":       Changing,
	"Imports.Cancel":       Reading,
	"Imports.History":      Reading,
	"Imports.Undo":         Changing,
	"Imports.Moved":        Reading,
	"Imports.MovedBetween": Reading,
	"Imports.Rejected":     Reading,
	"Imports.Retry":        Changing,
	"Imports.SaveRejected": Leaving | Dialog,
	"Imports.Staleness":    Reading,
	"Imports.Memories":     Reading,
	"Imports.Forget":       Changing,
	"Imports.Trust":        Changing,
	"Imports.Folders":      Reading,
	"Imports.AddFolder":    Changing | Dialog,
	"Imports.RemoveFolder": Changing,
	"Imports.Found":        Reading,
	"Imports.Dismiss":      Changing,
	"Imports.Demo":         Changing,
	"Imports.RemoveDemo":   Changing,
	"Imports.Restore":      Replacing | Dialog,

	"Identity.Suggestions": Reading,
	"Identity.Decisions":   Reading,
	"Identity.Merge":       Changing,
	"Identity.KeepApart":   Changing,
	"Identity.TakeBack":    Changing,

	"Inbox.Find":        Reading,
	"Inbox.Choose":      Reading,
	"Inbox.Item":        Reading,
	"Inbox.History":     Reading,
	"Inbox.DoneWith":    Changing,
	"Inbox.Reopen":      Changing,
	"Inbox.SnoozeUntil": Changing,
	"Inbox.Draft":       Leaving | Dialog,
	"Inbox.Calendar":    Leaving | Dialog,

	"Rules.List":          Reading,
	"Rules.Templates":     Reading,
	"Rules.Inspect":       Reading,
	"Rules.Rehearse":      Reading,
	"Rules.Why":           Reading,
	"Rules.Test":          Leaving,
	"Rules.Activity":      Reading,
	"Rules.Versions":      Reading,
	"Rules.Save":          Changing,
	"Rules.SetState":      Changing,
	"Rules.Remove":        Changing,
	"Rules.Duplicate":     Changing,
	"Rules.Restore":       Changing,
	"Rules.Segments":      Reading,
	"Rules.SaveSegment":   Changing,
	"Rules.RemoveSegment": Changing,

	"Settings.All":           Reading,
	"Settings.Set":           Changing,
	"Settings.Backup":        Leaving | Dialog,
	"Settings.Channels":      Reading,
	"Settings.AskPermission": Dialog,
	"Settings.AgentStatus":   Reading,
	"Settings.StartsAtLogin": Reading,
	"Settings.SetAgent":      Changing,
	"Settings.SetSecret":     Changing,
	"Settings.HasSecret":     Reading,
}

// Permissions returns what every bound method may do, by Struct.Method.
func Permissions() map[string]Permission { return maps.Clone(permissions) }

// writable refuses what a store that can only be read does not allow, before
// anything is asked or looked at.
func (b base) writable() error {
	desk, err := b.host.Desk()
	if err != nil {
		return err
	}
	if why := desk.ReadOnly(); why != "" {
		return fault.New(fault.Store, "%s", why)
	}
	return nil
}
