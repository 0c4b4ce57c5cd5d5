package program

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"headroom/backend/store"
)

// letters are those that Unicode does not take apart.
var letters = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "æ", "ae", "œ", "oe", "ı", "i", "þ", "th", "ð", "d")

// folded is a text without case, accents and widths, with single blanks.
func folded(text string) string {
	plain := true
	for i := range len(text) {
		plain = plain && text[i] < 0x80
	}
	text = strings.ToLower(text)
	if !plain {
		text = letters.Replace(strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFKD.String(text)))
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// The grades of a text for a word. Greater is better.
const (
	without = iota
	contains
	beginsWord
	begins
)

// The bytes between the texts of a list, and between the fields of one text. No
// folded text has either.
const (
	nextText  = '\n'
	nextField = '\t'
)

// textList is a list of folded texts in one piece.
type textList struct {
	data []byte
	ends []uint32 // where each text ends
}

// add adds a text of fields, which must be folded.
func (l *textList) add(fields ...string) {
	for i, field := range fields {
		if i > 0 {
			l.data = append(l.data, nextField)
		}
		l.data = append(l.data, field...)
	}
	l.data = append(l.data, nextText)
	l.ends = append(l.ends, uint32(len(l.data)))
}

// grades says of every text how well it has word.
func (l *textList) grades(word []byte) []uint8 {
	out := make([]uint8, len(l.ends))
	i := 0
	for at := 0; at < len(l.data); {
		hit := bytes.Index(l.data[at:], word)
		if hit < 0 {
			break
		}
		at += hit
		i = l.after(i, uint32(at))
		g := uint8(contains)
		if at == 0 || l.data[at-1] == nextText {
			g = begins
		} else if before := l.data[at-1]; before < 0x80 && !isWordByte(before) {
			g = beginsWord
		}
		out[i] = max(out[i], g)
		if at++; g == begins {
			at = int(l.ends[i]) // it cannot become better
		}
	}
	return out
}

// after returns the text that position at is in, which is from on.
func (l *textList) after(from int, at uint32) int {
	step := 1
	low := from
	for low+step < len(l.ends) && l.ends[low+step] <= at {
		low += step
		step *= 2
	}
	high := min(low+step+1, len(l.ends))
	return low + sort.Search(high-low, func(i int) bool { return l.ends[low+i] > at })
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
}

// mostIndexed bounds the entitlements that can be searched, and with them the
// memory: 30 to 60 bytes each.
const mostIndexed = 5_000_000

// searchIndex is what a person may look for in the facts of one generation.
type searchIndex struct {
	generation   int64
	accounts     []store.NamedAccount // by name
	accountTexts textList
	products     []string
	productTexts textList
	// The entitlements, by account and product.
	ids     []int64
	account []uint32
	product []uint32
	numbers textList
}

// newSearchIndex reads the facts.
func newSearchIndex(ctx context.Context, s *store.Store) (*searchIndex, error) {
	x := &searchIndex{}
	b := indexing{index: x, accounts: map[int64]uint32{}, products: map[int64]uint32{}}
	var err error
	x.generation, err = s.Names(ctx, store.Names{Account: b.account, Product: b.product, Entitlement: b.entitlement})
	if err != nil {
		return nil, err
	}
	b.order()
	return x, nil
}

// indexing is an index on its way.
type indexing struct {
	index              *searchIndex
	accounts, products map[int64]uint32
	found              []indexed
	numbers            []byte
}

// indexed is an entitlement as it was read.
type indexed struct {
	id               int64
	account, product uint32
	number           uint32 // where its number ends
	length           uint32
}

func (b *indexing) account(a store.NamedAccount) {
	b.index.accounts = append(b.index.accounts, a)
}

func (b *indexing) product(p store.NamedProduct) {
	b.products[p.ID] = uint32(len(b.index.products))
	b.index.products = append(b.index.products, p.Name)
	b.index.productTexts.add(folded(p.Name))
}

func (b *indexing) entitlement(e store.NamedEntitlement) {
	if len(b.found) == 0 {
		b.orderAccounts()
	}
	account, ok := b.accounts[e.Account]
	product, known := b.products[e.Product]
	if !known {
		product = math.MaxUint32
	}
	if !ok || len(b.found) >= mostIndexed || len(b.numbers)+len(e.Number) > math.MaxUint32 {
		return
	}
	b.numbers = append(b.numbers, e.Number...)
	b.found = append(b.found, indexed{e.ID, account, product, uint32(len(b.numbers)), uint32(len(e.Number))})
}

// orderAccounts puts the accounts into the order of their names.
func (b *indexing) orderAccounts() {
	if len(b.accounts) > 0 {
		return
	}
	x := b.index
	texts := make(map[int64]string, len(x.accounts))
	for _, a := range x.accounts {
		texts[a.ID] = folded(a.Name)
	}
	slices.SortStableFunc(x.accounts, func(a, c store.NamedAccount) int { return cmp.Compare(texts[a.ID], texts[c.ID]) })
	for i, a := range x.accounts {
		b.accounts[a.ID] = uint32(i)
		x.accountTexts.add(texts[a.ID], folded(a.External))
	}
}

// order puts the entitlements into the order of accounts and products.
func (b *indexing) order() {
	b.orderAccounts()
	slices.SortStableFunc(b.found, func(a, c indexed) int {
		return cmp.Or(cmp.Compare(a.account, c.account), cmp.Compare(a.product, c.product))
	})
	x := b.index
	x.ids, x.account, x.product = make([]int64, len(b.found)), make([]uint32, len(b.found)), make([]uint32, len(b.found))
	x.numbers = textList{make([]byte, 0, len(b.numbers)+len(b.found)), make([]uint32, 0, len(b.found))}
	for i, e := range b.found {
		x.ids[i], x.account[i], x.product[i] = e.id, e.account, e.product
		x.numbers.add(folded(string(b.numbers[e.number-e.length : e.number])))
	}
}

// scored is a hit with its place in a list; less is better.
type scored struct {
	score int
	at    int
}

// score says how well something meets every word, by the grade for each; ok is
// false where a word is missing. What begins with the first word comes first.
func score(words int, grade func(word int) uint8) (total int, ok bool) {
	for w := range words {
		g := grade(w)
		if g == without {
			return 0, false
		}
		miss := begins - int(g)
		if w == 0 {
			miss *= 4
		}
		total += miss
	}
	return total, true
}

// best keeps the first hits of each score.
type best struct {
	limit int
	by    map[int][]int
}

func (b *best) add(total, at int) {
	if hits := b.by[total]; len(hits) < b.limit {
		b.by[total] = append(hits, at)
	}
}

// list returns the hits, the best first.
func (b *best) list() []scored {
	out := []scored{}
	for total, hits := range b.by {
		for _, at := range hits {
			out = append(out, scored{total, at})
		}
	}
	slices.SortFunc(out, func(a, c scored) int { return cmp.Or(cmp.Compare(a.score, c.score), cmp.Compare(a.at, c.at)) })
	return out[:min(len(out), b.limit)]
}

// find returns the accounts and the entitlements that have every word.
func (x *searchIndex) find(ctx context.Context, words [][]byte, limit int) (accounts, entitlements []scored) {
	ofAccount, ofProduct, ofNumber := make([][]uint8, len(words)), make([][]uint8, len(words)), make([][]uint8, len(words))
	for w, word := range words {
		ofAccount[w], ofProduct[w] = x.accountTexts.grades(word), x.productTexts.grades(word)
	}
	found := best{limit, map[int][]int{}}
	for i := range x.accounts {
		if total, ok := score(len(words), func(w int) uint8 { return ofAccount[w][i] }); ok {
			found.add(total, i)
		}
	}
	rows := best{limit, map[int][]int{}}
	if len(x.ids) > 0 && ctx.Err() == nil {
		var done sync.WaitGroup
		for w, word := range words {
			done.Go(func() { ofNumber[w] = x.numbers.grades(word) })
		}
		done.Wait()
		for i := range x.ids {
			account, product := x.account[i], x.product[i]
			total, ok := score(len(words), func(w int) uint8 {
				g := min(ofNumber[w][i], beginsWord) // names come before numbers
				if int(product) < len(x.products) {
					g = max(g, ofProduct[w][product])
				}
				if a := ofAccount[w][account]; a != without && g == without {
					g = contains // the account is beside it, not its name
				}
				return g
			})
			if ok {
				rows.add(total, i)
			}
		}
	}
	return found.list(), rows.list()
}
