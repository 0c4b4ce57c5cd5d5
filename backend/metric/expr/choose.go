package expr

// nowhere is the choice of no vector: the value is missing.
const nowhere = -1

// firstTrue returns for each of n rows the number of the first condition that
// is true, and otherwise where none is.
func firstTrue(n int, conditions []vector, otherwise int32) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = otherwise
	}
	for k := len(conditions) - 1; k >= 0; k-- {
		c := conditions[k]
		if c.step() == 0 {
			if c.nums[0] == 1 {
				for i := range out {
					out[i] = int32(k)
				}
			}
			continue
		}
		for i, x := range c.nums[:n] {
			if x == 1 {
				out[i] = int32(k)
			}
		}
	}
	return out
}

// choice copies to every row the value of one of several vectors: pick holds
// which, or nowhere. All of them have the type t.
func choice(t Type, from []vector, pick []int32) vector {
	n := len(pick)
	if t == Text {
		out := vector{texts: make([]string, n), own: true}
		for i, k := range pick {
			if k >= 0 {
				j := i * from[k].step()
				if !from[k].lacks(j) {
					out.texts[i] = from[k].texts[j]
					continue
				}
			}
			if out.missing == nil {
				out.missing = make([]bool, n)
			}
			out.missing[i] = true
		}
		return out
	}
	steps := make([]int, len(from))
	for k, v := range from {
		steps[k] = v.step()
	}
	out := make([]float64, n)
	for i, k := range pick {
		out[i] = null
		if k >= 0 {
			out[i] = from[k].nums[i*steps[k]]
		}
	}
	return vector{nums: out, own: true}
}

// Codes returns the value of every row of f as the number of one of few texts,
// or -1 where it is missing. It reports false where the texts are not all known
// beforehand, as those that IF and IFS choose from are; Eval tells them then.
func (e *Expression) Codes(f Frame) (codes []int32, texts []string, ok bool) {
	if e.root.typ != Text || !e.root.named() || e.root.core().op == nil {
		return nil, nil, false
	}
	run := evaluation{frame: f, n: f.Len(), shared: map[*node]vector{}}
	c := run.codes(e.root)
	if len(c.of) == 1 && run.n != 1 {
		one := c.of[0]
		c.of = make([]int32, run.n)
		for i := range c.of {
			c.of[i] = one
		}
	}
	return c.of, c.texts, true
}

// named reports whether n is one of few texts that are known beforehand.
func (n *node) named() bool {
	n = n.core()
	switch {
	case n.literal:
		return true
	case n.op == nil || n.op.cases == nil:
		return false
	}
	_, values := n.op.cases(n)
	for _, v := range values {
		if !v.named() {
			return false
		}
	}
	return true
}

// coded is the values of a named node: of one row, standing for all, or of each.
type coded struct {
	of    []int32
	texts []string
}

// codes returns the values of a named node.
func (e *evaluation) codes(n *node) coded {
	n = n.core()
	if n.literal {
		if n.missing {
			return coded{of: []int32{nowhere}}
		}
		return coded{of: []int32{0}, texts: []string{n.str}}
	}
	conditions, values := n.op.cases(n)
	cases := make([]vector, len(conditions))
	for i, c := range conditions {
		cases[i] = e.value(c)
	}
	var out coded
	branches := make([]coded, len(values))
	first := make([]int32, len(values)) // the number of a branch's first text
	rows := e.rows(cases...)
	for i, v := range values {
		branches[i], first[i] = e.codes(v), int32(len(out.texts))
		out.texts = append(out.texts, branches[i].texts...)
		if len(branches[i].of) != 1 {
			rows = e.n
		}
	}
	otherwise := int32(nowhere)
	if len(values) > len(cases) {
		otherwise = int32(len(cases))
	}
	out.of = firstTrue(rows, cases, otherwise)
	for i, k := range out.of {
		if k < 0 {
			continue
		}
		code := branches[k].of[0]
		if len(branches[k].of) != 1 {
			code = branches[k].of[i]
		}
		if code >= 0 {
			code += first[k]
		}
		out.of[i] = code
	}
	return out
}
