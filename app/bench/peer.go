package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// peer is DuckDB in a process of its own, with the same rows in its memory.
type peer struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// peerAnswer is what the peer says to a question.
type peerAnswer struct {
	Ready bool    `json:"ready"`
	Error string  `json:"error"`
	MS    float64 `json:"ms"`
	Rows  [][]any `json:"rows"`
}

// startPeer loads the files into DuckDB and waits until it is ready.
func (b bench) startPeer(usage, entitlements string) (*peer, error) {
	c := exec.Command("node", filepath.Join(b.duckdb, "ask.mjs"), usage, entitlements)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	p := &peer{command: c, in: in, out: bufio.NewReaderSize(out, 1<<20)}
	if _, err := p.read(); err != nil {
		return nil, errors.Join(err, p.end())
	}
	return p, nil
}

// ask runs one statement.
func (p *peer) ask(sql string) (peerAnswer, error) {
	line, err := json.Marshal(map[string]string{"sql": sql})
	if err != nil {
		return peerAnswer{}, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return peerAnswer{}, err
	}
	return p.read()
}

func (p *peer) read() (peerAnswer, error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return peerAnswer{}, fmt.Errorf("DuckDB said nothing: %w", err)
	}
	var a peerAnswer
	if err := json.Unmarshal(line, &a); err != nil {
		return peerAnswer{}, fmt.Errorf("what DuckDB said: %w", err)
	}
	if a.Error != "" {
		return peerAnswer{}, fmt.Errorf("DuckDB: %s", a.Error)
	}
	return a, nil
}

// end lets the process end.
func (p *peer) end() error {
	return errors.Join(p.in.Close(), p.command.Wait())
}
