package expr

import "math"

// vector is the values of a node. A vector of one value stands for all rows.
// Where own is true, nobody else reads it and it may be written over.
type vector struct {
	nums    []float64
	texts   []string
	missing []bool // of texts; nil where none is
	own     bool
}

// null is a missing number.
var null = math.NaN()

// evaluation is one run over a frame.
type evaluation struct {
	frame  Frame
	n      int
	shared map[*node]vector // of calculated columns
}

// Eval returns the value of every row of f. It works column by column; what it
// returns may be the frame's own values, which are not to be changed.
func (e *Expression) Eval(f Frame) Values {
	run := evaluation{frame: f, n: f.Len(), shared: map[*node]vector{}}
	v := run.value(e.root)
	if e.root.typ == Number && e.root.core().negative {
		v = run.unary(v, func(x float64) float64 { return x + 0 }) // -0 is 0
	}
	return run.spread(e.root.typ, v)
}

// spread gives every row its value.
func (e *evaluation) spread(t Type, v vector) Values {
	out := Values{Type: t, Numbers: v.nums, Texts: v.texts, Missing: v.missing}
	if t == Text {
		if len(v.texts) == 1 && e.n != 1 {
			missing := v.missing != nil && v.missing[0]
			out.Texts, out.Missing = make([]string, e.n), nil
			for i := range out.Texts {
				out.Texts[i] = v.texts[0]
			}
			if missing {
				out.Missing = make([]bool, e.n)
				for i := range out.Missing {
					out.Missing[i] = true
				}
			}
		}
		return out
	}
	if len(v.nums) == 1 && e.n != 1 {
		out.Numbers = make([]float64, e.n)
		for i := range out.Numbers {
			out.Numbers[i] = v.nums[0]
		}
	}
	return out
}

// value returns the values of n.
func (e *evaluation) value(n *node) vector {
	if n.inner == nil {
		return e.compute(n)
	}
	n = n.core()
	if v, ok := e.shared[n]; ok {
		return v
	}
	v := e.compute(n)
	v.own = false
	e.shared[n] = v
	return v
}

func (e *evaluation) compute(n *node) vector {
	switch {
	case n.literal && n.typ == Text:
		if n.missing {
			return vector{texts: []string{""}, missing: []bool{true}}
		}
		return vector{texts: []string{n.str}}
	case n.literal:
		return vector{nums: []float64{n.num}}
	case n.op == nil:
		v := e.frame.Column(n.name)
		return vector{nums: v.Numbers, texts: v.Texts, missing: v.Missing}
	case n.in != nil:
		return e.oneOf(n)
	case n.op.rowwise:
		return n.op.eval(e, n, nil)
	}
	args := make([]vector, len(n.args))
	for i, a := range n.args {
		args[i] = e.value(a)
	}
	return n.op.eval(e, n, args)
}

// rows is how many values an operation on args has: one where all are constant.
func (e *evaluation) rows(args ...vector) int {
	for _, a := range args {
		if a.len() != 1 {
			return e.n
		}
	}
	return 1
}

func (v vector) len() int {
	if v.texts != nil {
		return len(v.texts)
	}
	return len(v.nums)
}

// step is how far to go from row to row: not at all in a constant vector.
func (v vector) step() int {
	if v.len() == 1 {
		return 0
	}
	return 1
}

// lacks reports whether the text of row i (already stepped) is missing.
func (v vector) lacks(i int) bool { return v.missing != nil && v.missing[i] }

// numbers returns room for n numbers, that of an argument nobody needs any
// more where there is one.
func (e *evaluation) numbers(n int, args ...vector) []float64 {
	for _, a := range args {
		if a.own && a.nums != nil && len(a.nums) == n {
			return a.nums
		}
	}
	return make([]float64, n)
}

// unary applies f to every number that is not missing. What is not finite
// becomes missing.
func (e *evaluation) unary(a vector, f func(float64) float64) vector {
	out := e.numbers(len(a.nums), a)
	for i, x := range a.nums {
		if x == x {
			x = f(x)
			if x-x != 0 {
				x = null
			}
		}
		out[i] = x
	}
	return vector{nums: out, own: true}
}

// binary applies f to every pair of numbers of which none is missing.
func (e *evaluation) binary(a, b vector, f func(x, y float64) float64) vector {
	n := e.rows(a, b)
	out := e.numbers(n, a, b)
	as, bs := a.step(), b.step()
	for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
		x, y := a.nums[j], b.nums[k]
		if x != x || y != y {
			out[i] = null
			continue
		}
		if x = f(x, y); x-x != 0 {
			x = null
		}
		out[i] = x
	}
	return vector{nums: out, own: true}
}

// arithmetic adds, subtracts, multiplies or divides every pair of numbers. What
// is not finite becomes missing, as what is divided by 0 does.
func (e *evaluation) arithmetic(sign string, a, b vector) vector {
	n := e.rows(a, b)
	out := e.numbers(n, a, b)
	as, bs := a.step(), b.step()
	switch sign {
	case "+":
		for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
			out[i] = finite(a.nums[j] + b.nums[k])
		}
	case "-":
		for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
			out[i] = finite(a.nums[j] - b.nums[k])
		}
	case "*":
		for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
			out[i] = finite(a.nums[j] * b.nums[k])
		}
	default:
		for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
			out[i] = finite(a.nums[j] / b.nums[k])
		}
	}
	return vector{nums: out, own: true}
}

// compare gives every pair of numbers one of three values by their order. It
// looks them up, because a branch on values is guessed wrongly half the time.
func (e *evaluation) compare(a, b vector, less, same, greater float64) vector {
	n := e.rows(a, b)
	out := e.numbers(n, a, b)
	as, bs := a.step(), b.step()
	value := [8]float64{null, less, same, null, greater, null, null, null}
	for i, j, k := 0, 0, 0; i < n; i, j, k = i+1, j+as, k+bs {
		x, y := a.nums[j], b.nums[k]
		out[i] = value[(one(x < y)|one(x == y)<<1|one(x > y)<<2)&7]
	}
	return vector{nums: out, own: true}
}

// one is 1 for true and 0 for false.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// texts makes the texts of n rows; f returns false where the value is missing.
// Rows of which an argument is missing are missing.
func (e *evaluation) makeTexts(args []vector, f func(at []int) (string, bool)) vector {
	n := e.rows(args...)
	out := vector{texts: make([]string, n), own: true}
	e.each(n, args, func(i int, at []int) {
		ok := at != nil
		if ok {
			out.texts[i], ok = f(at)
		}
		if !ok {
			if out.missing == nil {
				out.missing = make([]bool, n)
			}
			out.missing[i], out.texts[i] = true, ""
		}
	})
	return out
}

// makeNumbers is makeTexts for numbers; f returns NaN where the value is
// missing.
func (e *evaluation) makeNumbers(args []vector, f func(at []int) float64) vector {
	n := e.rows(args...)
	out := make([]float64, n)
	e.each(n, args, func(i int, at []int) {
		out[i] = null
		if at != nil {
			if x := f(at); x-x == 0 {
				out[i] = x
			}
		}
	})
	return vector{nums: out, own: true}
}

// each calls row with every row and where its arguments are, nil where one of
// them is missing.
func (e *evaluation) each(n int, args []vector, row func(i int, at []int)) {
	at := make([]int, len(args))
	for i := range n {
		present := true
		for k, a := range args {
			if at[k] = i; a.len() == 1 {
				at[k] = 0
			}
			if a.texts != nil {
				present = present && !a.lacks(at[k])
			} else {
				present = present && a.nums[at[k]] == a.nums[at[k]]
			}
		}
		if present {
			row(i, at)
		} else {
			row(i, nil)
		}
	}
}

// present reports whether row i of v has a value.
func (v vector) present(i int) bool {
	i *= v.step()
	if v.texts != nil {
		return !v.lacks(i)
	}
	return v.nums[i] == v.nums[i]
}

// oneOf evaluates an OR of equalities with literals.
func (e *evaluation) oneOf(n *node) vector {
	a := e.value(n.args[0])
	if n.args[0].typ == Text {
		set := make(map[string]bool, len(n.in))
		for _, l := range n.in {
			set[l.str] = true
		}
		return e.makeNumbers([]vector{a}, func(at []int) float64 { return bit(set[a.texts[at[0]]]) })
	}
	set := make(map[float64]bool, len(n.in))
	for _, l := range n.in {
		set[l.num] = true
	}
	return e.unary(a, func(x float64) float64 { return bit(set[x]) })
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
