package flexlm

import "bytes"

const (
	// mostSuites and mostParts bound what is remembered of the lists that a
	// daemon writes when it starts.
	mostSuites = 10_000
	mostParts  = 1_000
)

// suites reads the list of packages that a daemon writes when it starts, over
// several lines: "A_F (consisting of:  A_2023 A_2022)". Each is told once,
// though the daemon repeats the list whenever it reads its license file again.
type suites struct {
	daemon string
	open   string // package whose list is not closed yet
	parts  []string
	seen   map[string]bool
}

// suite is a package of features and the features it consists of.
type suite struct {
	name  string
	parts []byte // joined by blanks
}

// read takes the text of a line and returns the packages that it completes.
func (s *suites) read(daemon, text []byte) []suite {
	if s.open == "" && !bytes.Contains(text, []byte("(consisting of:")) {
		return nil
	}
	if s.open != "" && s.daemon != string(daemon) {
		return nil
	}
	s.daemon = string(daemon)
	var done []suite
	previous := ""
	words := bytes.Fields(bytes.ReplaceAll(text, []byte("(consisting of:"), []byte(" (consisting of: ")))
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case string(word) == "(consisting" && i+1 < len(words):
			s.open, s.parts = previous, nil
			i++
		case s.open != "":
			last := bytes.HasSuffix(word, []byte(")"))
			if word = bytes.TrimSuffix(word, []byte(")")); len(word) > 0 {
				s.parts = append(s.parts, string(word))
			}
			if last {
				done = s.close(done)
			} else if len(s.parts) > mostParts {
				s.open = ""
			}
		}
		previous = string(word)
	}
	return done
}

func (s *suites) close(done []suite) []suite {
	name := s.open
	s.open = ""
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	if s.seen[name] || len(s.seen) == mostSuites {
		return done
	}
	s.seen[name] = true
	var parts []byte
	for i, p := range s.parts {
		if i > 0 {
			parts = append(parts, ' ')
		}
		parts = append(parts, p...)
	}
	return append(done, suite{name, parts})
}
