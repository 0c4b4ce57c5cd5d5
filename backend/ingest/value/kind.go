package value

// Kind says how much a parser knows about a cell.
type Kind uint8

// The kinds of cells. Text tables have only TextCell; a workbook also gives
// NumberCell (canonical decimal text with a point) and DateCell (ISO day, or ISO
// day and time where the time is not midnight), whatever the locale of the sheet.
const (
	TextCell Kind = iota
	NumberCell
	DateCell
)
