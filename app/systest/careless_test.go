package systest

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the careless program's own way into a database
)

// carelessBatch is how many rows the careless program commits at once.
const carelessBatch = 2000

// importCarelessly is the control of the kills: a program that commits every
// 2,000 lines of a file.
func importCarelessly(store, file string) int {
	db, err := sql.Open("sqlite3", "file:"+store+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return 3
	}
	defer db.Close()
	f, err := os.Open(file)
	if err != nil {
		return 3
	}
	defer f.Close()
	if err := insertInBatches(db, bufio.NewScanner(f)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	return 0
}

func insertInBatches(db *sql.DB, lines *bufio.Scanner) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for n := 1; lines.Scan(); n++ {
		if _, err := tx.Exec(`INSERT INTO line(text) VALUES (?)`, lines.Text()); err != nil {
			return err
		}
		if n%carelessBatch > 0 {
			continue
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		if tx, err = db.Begin(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// TestKillsShowACarelessImport is the control of TestKillDuringImport: the same
// kills find a program that commits in between.
func TestKillsShowACarelessImport(t *testing.T) {
	file := manyUsers(20000, 2).file(t, "killed.csv")
	folder := t.TempDir()
	fresh := func(name string) string {
		store := filepath.Join(folder, name)
		lineCount(t, store, `CREATE TABLE line(text TEXT)`)
		return store
	}
	begun := time.Now()
	if err := play(theCarelessProgram, fresh("whole.db"), file).Run(); err != nil {
		t.Fatal(err)
	}
	duration := time.Since(begun)
	whole := lineCount(t, filepath.Join(folder, "whole.db"), "")
	if whole != 20001 {
		t.Fatalf("the careless program imported %d lines, want 20,001", whole)
	}
	kills := 40
	if testing.Short() {
		kills = 10
	}
	partial := 0
	for i := range kills {
		store := fresh(fmt.Sprintf("%d.db", i))
		cmd := play(theCarelessProgram, store, file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Duration(rand.Int64N(int64(duration))), func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		if n := lineCount(t, store, ""); n > 0 && n < whole {
			partial++
		}
	}
	t.Logf("%d kills: %d partial imports", kills, partial)
	if partial == 0 {
		t.Error("kills do not even show an import that commits in between")
	}
}

// lineCount runs a statement, if any, and counts the lines of the careless program.
func lineCount(t *testing.T, store, statement string) int {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+store)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if statement != "" {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	if err := db.QueryRow(`SELECT count(*) FROM line`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
