package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"headroom/backend/ingest/tabular"
)

// The workbook that is read: as long as a large export, twelve columns wide.
const (
	workbookRows  = 300_000
	workbookCells = 12
)

// workbookChild begins the names of what a process of its own does to a workbook.
const workbookChild = "workbook-"

// workbooks compares the reader of workbooks with the streaming one of excelize,
// which is lenient and gives texts only. Each works in a process of its own.
func workbooks(dir string, rounds int) error {
	if _, err := os.Stat(workbookFile(dir)); err != nil {
		if _, err := ownProcess(dir, workbookChild+"write"); err != nil {
			return err
		}
	}
	r := results{}
	for range rounds {
		for _, name := range []string{"excelize", "ours"} {
			m, err := ownProcess(dir, workbookChild+name)
			if err := r.take(name, m, err); err != nil {
				return err
			}
		}
	}
	a, b := r.seconds("ours"), r.seconds("excelize")
	fmt.Printf("workbook of %d rows of %d cells: Headroom %.2f s, excelize %.2f s, ratio %.2f (goal 0.15)\n", workbookRows, workbookCells, a, b, a/b)
	fmt.Printf("peak memory of reading it: %.0f MiB, excelize %.0f MiB (goal: at most twice)\n", r.memory("ours"), r.memory("excelize"))
	return nil
}

func workbookFile(dir string) string { return filepath.Join(dir, "workbook.xlsx") }

// measureWorkbook does one of the three in this process.
func measureWorkbook(dir, what string) error {
	switch strings.TrimPrefix(what, workbookChild) {
	case "write":
		return writeWorkbook(workbookFile(dir))
	case "excelize":
		return enough(readByExcelize(workbookFile(dir)))
	}
	return enough(readByUs(workbookFile(dir)))
}

// enough checks that a reader gave every cell.
func enough(cells int, err error) error {
	if err == nil && cells != workbookRows*workbookCells {
		err = fmt.Errorf("read %d cells, not %d", cells, workbookRows*workbookCells)
	}
	return err
}

func writeWorkbook(path string) error {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	header := []any{"Date", "Account ID", "Account", "Region", "Product", "Feature", "Active", "Value", "Status", "Manager", "End", "Note"}
	if err := w.SetRow("A1", header); err != nil {
		return err
	}
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range workbookRows {
		row := []any{
			day.AddDate(0, 0, i%365).Format(time.DateOnly), fmt.Sprintf("ACC-%06d", i%50_000), fmt.Sprintf("Account & Sons %d", i%50_000), "EMEA",
			fmt.Sprintf("PRD-%04d", i%500), fmt.Sprintf("feature_%02d", i%20), i % 400, float64(i%99_999) / 100, "active", "m@example.com", 45_000 + i%700, "note",
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return errors.Join(f.SaveAs(path), f.Close())
}

// readByUs reads the cells below the header.
func readByUs(path string) (int, error) {
	files, err := tabular.Expand(path)
	if err != nil {
		return 0, err
	}
	tables, err := files[0].Tables()
	if err != nil {
		return 0, err
	}
	defer tables[0].Close()
	for cells := 0; ; {
		r, err := tables[0].Next()
		if err == io.EOF {
			return cells, nil
		}
		if err != nil {
			return cells, err
		}
		cells += len(r.Cells)
	}
}

func readByExcelize(path string) (int, error) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	cells, err := countCells(f)
	return cells, errors.Join(err, f.Close())
}

// countCells reads the cells below the header.
func countCells(f *excelize.File) (int, error) {
	rows, err := f.Rows("Sheet1")
	if err != nil {
		return 0, err
	}
	cells := -workbookCells
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return cells, err
		}
		cells += len(row)
	}
	return cells, errors.Join(rows.Error(), rows.Close())
}
