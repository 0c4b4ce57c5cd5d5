package draft

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"headroom/backend/fault"
	"headroom/backend/notify"
)

func body(m notify.Message, out io.Writer) error {
	_, err := io.WriteString(out, m.Body)
	return err
}

func files(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestTheSameMessageIsTheSameFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "drafts")
	f := In(folder, ".eml", body)
	for _, m := range []notify.Message{{ID: "draft-1", Title: "Contoso", Body: "one"}, {ID: "draft-1", Title: "Contoso", Body: "one"}, {ID: "draft-2", Title: "Contoso", Body: "one"}} {
		if _, err := f.Notify(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if got := files(t, folder); len(got) != 2 || !strings.HasPrefix(got[0], "headroom-Contoso-") || !strings.HasSuffix(got[0], ".eml") {
		t.Errorf("files %q", got)
	}
}

// A file that cannot be finished is not there, and neither is half of it.
func TestHalfAFileIsNone(t *testing.T) {
	folder := t.TempDir()
	f := In(folder, ".eml", func(_ notify.Message, out io.Writer) error {
		_, _ = io.WriteString(out, "half")
		return errors.New("disk full")
	})
	if _, err := f.Notify(t.Context(), notify.Message{Title: "x"}); err == nil || fault.Of(err).Code != fault.Invalid {
		t.Errorf("error %v", err)
	}
	if got := files(t, folder); len(got) > 0 {
		t.Errorf("files %q", got)
	}
}

func TestAFolderThatIsNoneSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := In(path, ".eml", body).Notify(t.Context(), notify.Message{}); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("error %v", err)
	}
}

func TestEverySystemTakesTheNames(t *testing.T) {
	for _, title := range []string{"", "..", "../../etc/passwd", "CON", "a:b|c?d*e", "株式会社みなと精機", "\x00", strings.Repeat("x", 10_000), strings.Repeat("é ", 10_000), "-rf", "a\u202eb"} {
		got := FileName(title+" 1a2b", ".eml")
		if !strings.HasPrefix(got, "headroom-") || !strings.HasSuffix(got, "1a2b.eml") || strings.ContainsAny(got, "/\\:|?*<>\"\x00\u202e") || len([]rune(got)) > 100 || filepath.Base(got) != got {
			t.Errorf("%.20q is the file %q", title, got)
		}
	}
}
