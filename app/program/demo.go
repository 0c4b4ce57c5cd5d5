package program

import (
	"context"
	"os"

	"headroom/backend/demo"
	"headroom/backend/ingest"
)

// Demo writes the demo portfolio as vendor exports into dir ("" for a
// temporary folder) and imports them like any other files.
func (p *Program) Demo(ctx context.Context, o demo.Options, dir string, progress func(ingest.Progress)) ([]ingest.Result, error) {
	if dir == "" {
		temporary, err := os.MkdirTemp("", demo.Mark+"-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	o.Today = p.Today()
	files, err := demo.Write(dir, o)
	if err != nil {
		return nil, err
	}
	results := []ingest.Result{}
	for i, f := range files {
		part, err := p.importer.Import(ctx, ingest.Request{Paths: []string{f.Path}, Mapping: f.Mapping, Account: f.Account, AsOf: f.AsOf, Progress: func(g ingest.Progress) {
			if progress != nil {
				g.Index, g.Count = i, len(files)
				progress(g)
			}
		}})
		results = append(results, part...)
		if err != nil {
			return results, err
		}
	}
	_, err = p.evaluate(ctx, false)
	return results, err
}
