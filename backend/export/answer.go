package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"headroom/backend/metric"
)

// answer reads the JSON text of a metric.Result from its begin to its end: the
// columns, then the rows one by one, then what is behind them.
type answer struct {
	columns []metric.Column
	rest    rest
	in      *json.Decoder
	text    []byte
}

// rest is what follows the rows and is read after them. Parts are left out:
// there is one for every ratio of every row.
type rest struct {
	Totals        []any             `json:"totals"`
	RowCount      int               `json:"row_count"`
	DataAsOf      string            `json:"data_as_of"`
	AsOfByDataset map[string]string `json:"as_of_by_dataset"`
	LastUpdated   string            `json:"last_updated"`
	Compared      *metric.Compared  `json:"compared"`
}

var errOrder = errors.New("an answer whose columns are not before its rows")

// open reads up to the rows.
func open(text []byte) (*answer, error) {
	a := &answer{in: json.NewDecoder(bytes.NewReader(text)), text: text}
	a.in.UseNumber()
	for {
		token, err := a.in.Token()
		if err != nil {
			return nil, fmt.Errorf("read an answer: %w", err)
		}
		switch token {
		case "columns":
			if err := a.in.Decode(&a.columns); err != nil {
				return nil, fmt.Errorf("read an answer: %w", err)
			}
		case "rows":
			if a.columns == nil {
				return nil, errOrder
			}
			return a, nil
		}
	}
}

// rows yields each row; the slice is used again for the next one. What is
// behind them is known when all were asked for.
func (a *answer) rows() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		if _, err := a.in.Token(); err != nil {
			yield(nil, err)
			return
		}
		row := make([]any, 0, len(a.columns))
		for a.in.More() {
			row = row[:0]
			if err := a.in.Decode(&row); err != nil {
				yield(nil, fmt.Errorf("read a row: %w", err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := a.readRest(); err != nil {
			yield(nil, err)
		}
	}
}

// readRest reads what is behind the rows, as an object of its own.
func (a *answer) readRest() error {
	if _, err := a.in.Token(); err != nil {
		return fmt.Errorf("read an answer: %w", err)
	}
	tail := bytes.TrimLeft(a.text[a.in.InputOffset():], ", \n\t\r")
	d := json.NewDecoder(bytes.NewReader(append([]byte("{"), tail...)))
	d.UseNumber()
	if err := d.Decode(&a.rest); err != nil {
		return fmt.Errorf("read an answer: %w", err)
	}
	return nil
}
