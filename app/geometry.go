package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// The smallest and the first size of the window, in points.
const (
	minWidth, minHeight         = 1024, 640
	defaultWidth, defaultHeight = 1360, 860
)

// geometry is what a window remembers from one start to the next: where it was,
// and the colour scheme, magnification, page, language and keys it last had, as
// the page told. Zero means a window that never was.
type geometry struct {
	X         int     `json:"x"`
	Y         int     `json:"y"`
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	Maximised bool    `json:"maximised"`
	Dark      bool    `json:"dark"`
	Zoom      float64 `json:"zoom"`

	Route string            `json:"route,omitempty"`
	Lang  string            `json:"lang,omitempty"`
	Keys  map[string]string `json:"keys,omitempty"`
}

// mostKeys bounds what the page may have remembered.
const mostKeys = 200

// loadGeometry reads what was saved. A file that is missing or damaged is a
// first start: nobody should be told about a lost window size.
func loadGeometry(path string) geometry {
	g := geometry{}
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &g) != nil {
		g = geometry{}
	}
	if g.Width <= 0 || g.Height <= 0 {
		g.X, g.Y, g.Width, g.Height = -1, -1, defaultWidth, defaultHeight
	}
	g.Zoom = clampZoom(g.Zoom)
	if g.Route = routeOf(g.Route); len(g.Keys) > mostKeys {
		g.Keys = nil
	}
	return g
}

// save writes the file beside itself and renames it, so that it is never half.
func (g geometry) save(path string) error {
	text, err := json.Marshal(g)
	if err != nil {
		return fmt.Errorf("remember the window: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("remember the window: %w", err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(text)
	if closing := temp.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("remember the window: %w", err)
	}
	return nil
}

// placed says whether the window has a place to go back to.
func (g geometry) placed() bool { return g.X >= 0 && g.Y >= 0 }

// fit returns g moved and shrunk so that all of it is on a screen of the given
// size; a monitor may have gone since the window was closed. A window is never
// smaller than its least size, even if the screen is.
func (g geometry) fit(screenWidth, screenHeight int) geometry {
	if screenWidth <= 0 || screenHeight <= 0 {
		return g
	}
	g.Width = max(minWidth, min(g.Width, screenWidth))
	g.Height = max(minHeight, min(g.Height, screenHeight))
	if g.placed() {
		g.X = max(0, min(g.X, screenWidth-g.Width))
		g.Y = max(0, min(g.Y, screenHeight-g.Height))
	}
	return g
}

// clampZoom keeps the magnification where the page can still be used; 0 is 1.
func clampZoom(zoom float64) float64 {
	if zoom == 0 {
		return 1
	}
	return max(0.5, min(zoom, 2))
}
