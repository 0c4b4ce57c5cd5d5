package app

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"
)

func TestAPictureAsABitmap(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	picture.Set(0, 0, color.NRGBA{R: 1, G: 2, B: 3, A: 255})
	picture.Set(2, 1, color.NRGBA{R: 255, A: 128})
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	got, err := bitmap(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if width, height := binary.LittleEndian.Uint32(got[4:]), binary.LittleEndian.Uint32(got[8:]); width != 3 || height != 2 || len(got) != 40+3*2*4 {
		t.Fatalf("%d × %d in %d bytes", width, height, len(got))
	}
	// The lowest line comes first; what shows through is white.
	if last := got[40+2*4:][:4]; last[2] != 255 || last[1] < 126 || last[1] > 128 || last[0] != last[1] {
		t.Errorf("half a red is %v", last)
	}
	if first := got[40+3*4:][:4]; !bytes.Equal(first, []byte{3, 2, 1, 255}) {
		t.Errorf("the first point is %v", first)
	}
	if _, err := bitmap([]byte("no picture")); err == nil {
		t.Error("what is no picture was taken for one")
	}
}
