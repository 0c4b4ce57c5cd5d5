package ingest

import (
	"context"
	"fmt"
	"slices"
)

// Completing is a Table whose Header is from the start of its file. Complete
// reads on for what else belongs to it: fields that JSON gives late, merged
// cells listed behind the rows. An import calls it before it opens a profile;
// an inspection, which must be quick, does not.
type Completing interface {
	Complete() error
}

// Dropping is a Table that leaves out the rows of a footer. Dropped returns them,
// each as "12: Total, 40"; it is complete once Next has returned io.EOF.
type Dropping interface {
	Dropped() []string
}

// shownDropped is how many rows of a footer are noted in full.
const shownDropped = 5

// complete completes the header of the table that is imported.
func (u *understanding) complete(ctx context.Context) error {
	table, ok := u.tables[u.at].(Completing)
	if !ok {
		return nil
	}
	if err := table.Complete(); err != nil {
		return err
	}
	known := u.header.Columns
	u.header = u.tables[u.at].Header()
	if slices.Equal(known, u.header.Columns) {
		return nil
	}
	u.look()
	return u.decide(ctx)
}

// footerNotes says which rows at the end of a table were left out.
func footerNotes(t Table) []string {
	table, ok := t.(Dropping)
	if !ok {
		return nil
	}
	dropped := table.Dropped()
	if len(dropped) == 0 {
		return nil
	}
	notes := []string{fmt.Sprintf("footer: %d left out", len(dropped))}
	for _, row := range dropped[:min(len(dropped), shownDropped)] {
		notes = append(notes, "footer row "+row)
	}
	return notes
}
