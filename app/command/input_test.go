package command

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"headroom/backend/fault"
	"headroom/backend/metric"
)

// written returns a file with data in it.
func written(t *testing.T, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "q.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAQueryAsPowerShellWritesIt: a mark before the text and UTF-16 are read.
func TestAQueryAsPowerShellWritesIt(t *testing.T) {
	const text = `{"columns":["custom.Größe 😀"]}`
	wide := func(mark string, order binary.AppendByteOrder) []byte {
		out := []byte(mark)
		for _, unit := range utf16.Encode([]rune(text)) {
			out = order.AppendUint16(out, unit)
		}
		return out
	}
	for name, data := range map[string][]byte{
		"plain": []byte(text), "with a mark": []byte("\uFEFF" + text),
		"UTF-16 LE": wide("\xff\xfe", binary.LittleEndian), "UTF-16 BE": wide("\xfe\xff", binary.BigEndian),
	} {
		var q metric.Query
		if err := readJSON(written(t, data), &q); err != nil || len(q.Columns) != 1 || q.Columns[0] != "custom.Größe 😀" {
			t.Errorf("%s: %+v, %v", name, q, err)
		}
	}
	if got := plainText([]byte("\xff\xfeodd")); !bytes.Equal(got, []byte("\u646f")) {
		t.Errorf("a cut unit: %q", got)
	}
}

// TestAFileThatIsNoQueryIsNamed: the file stands beside what is wrong with it.
func TestAFileThatIsNoQueryIsNamed(t *testing.T) {
	var told *fault.Error
	file := written(t, []byte(`{"metrics":"accounts"}`))
	if err := readJSON(file, new(metric.Query)); !errors.As(err, &told) || told.File != file || told.Field != "metrics" {
		t.Errorf("got %#v", err)
	}
}

// TestAFlagThatIsNoNumber: the words are not those of the parser.
func TestAFlagThatIsNoNumber(t *testing.T) {
	for args, want := range map[string]string{
		"values account --limit x": "whole number",
		"explain - --row 1.5":      "whole number",
		"verify --json=maybe":      "true or false",
	} {
		var out bytes.Buffer
		f := &face{stdout: &out, stderr: io.Discard}
		root := f.root()
		root.SetArgs(strings.Fields(args))
		err := root.Execute()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "strconv") {
			t.Errorf("%s: %v", args, err)
		}
	}
}

// An input that does not end is refused, not read until the memory is full.
func TestAnInputWithoutEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "long.json")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, mostInput+1); err != nil {
		t.Fatal(err)
	}
	if _, err := readInput(file); err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("%v", err)
	}
}
