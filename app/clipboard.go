package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// Clipboard is the system's.
type Clipboard interface {
	SetText(text string) error
	// SetPicture takes a PNG and says false where this system cannot.
	SetPicture(content []byte) (bool, error)
}

// nativeClipboard is that of the operating system: the web view of macOS takes
// no picture once it had to wait for one, and that of Linux none at all.
type nativeClipboard struct {
	ctx func() (context.Context, error)
}

var _ Clipboard = nativeClipboard{}

// SetText puts a text on the clipboard.
func (c nativeClipboard) SetText(text string) error {
	ctx, err := c.ctx()
	if err != nil {
		return err
	}
	return runtime.ClipboardSetText(ctx, text)
}

// SetPicture puts a PNG on the clipboard.
func (c nativeClipboard) SetPicture(content []byte) (bool, error) { return setPicture(content) }

// bitmap is a PNG as the bitmap that every program of Windows can paste: opaque,
// on white, from the lowest line up.
func bitmap(content []byte) ([]byte, error) {
	decoded, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	bounds := image.Rect(0, 0, decoded.Bounds().Dx(), decoded.Bounds().Dy())
	flat := image.NewRGBA(bounds)
	draw.Draw(flat, bounds, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, bounds, decoded, decoded.Bounds().Min, draw.Over)

	const header, bits = 40, 32
	out := make([]byte, header, header+len(flat.Pix))
	binary.LittleEndian.PutUint32(out[0:], header)
	binary.LittleEndian.PutUint32(out[4:], uint32(bounds.Dx()))
	binary.LittleEndian.PutUint32(out[8:], uint32(bounds.Dy()))
	binary.LittleEndian.PutUint16(out[12:], 1) // planes
	binary.LittleEndian.PutUint16(out[14:], bits)
	binary.LittleEndian.PutUint32(out[20:], uint32(len(flat.Pix)))
	for y := bounds.Dy() - 1; y >= 0; y-- {
		line := flat.Pix[y*flat.Stride : y*flat.Stride+4*bounds.Dx()]
		for x := 0; x < len(line); x += 4 {
			out = append(out, line[x+2], line[x+1], line[x], 0xff)
		}
	}
	return out, nil
}
