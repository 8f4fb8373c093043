package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

const photoWide, photoHigh = 640, 426

// photograph is a picture as a phone takes it of a hall or a village road; nobody's
// face is in it.
func photograph(key string) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, photoWide, photoHigh))
	scene := canvas{img, key}
	if chance(key+"scene") < 0.55 {
		scene.hall()
	} else {
		scene.road()
	}
	scene.grain()
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 72})
	return b.Bytes(), err
}

type canvas struct {
	img *image.RGBA
	key string
}

func (c canvas) rect(x, y, w, h int, r, g, b uint8) {
	draw.Draw(c.img, image.Rect(x, y, x+w, y+h), image.NewUniform(color.RGBA{r, g, b, 255}), image.Point{}, draw.Src)
}

func (c canvas) disc(cx, cy, radius int, r, g, b uint8) {
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if x*x+y*y <= radius*radius {
				c.img.SetRGBA(cx+x, cy+y, color.RGBA{r, g, b, 255})
			}
		}
	}
}

func (c canvas) dice(what string, n int) int { return int(chance(c.key+what) * float64(n)) }

// hall is a meeting seen from behind: a banner, a table, rows of chairs.
func (c canvas) hall() {
	shade := uint8(c.dice("wall", 30))
	c.rect(0, 0, photoWide, photoHigh, 226-shade, 218-shade, 190)
	c.rect(0, 300, photoWide, 126, 150, 118, 88)
	c.rect(110, 40, 420, 84, 196, 32, 30)
	for n := range 2 {
		c.rect(170+n*30, 62+n*26, 300-n*60, 10, 250, 214, 70)
	}
	c.rect(40, 30, 56, 110, 196, 32, 30)
	c.disc(68, 74, 13, 250, 214, 70)
	c.rect(230, 196, 180, 54, 120, 74, 44)
	rows := 3 + c.dice("rows", 2)
	for row := range rows {
		high, y := 26+row*7, 250+row*44
		for n := range 8 + c.dice("chairs", 3) {
			x := 24 + n*66 - row*8 + c.dice(fmt.Sprint("shift", row, n), 8)
			tone := uint8(c.dice(fmt.Sprint("coat", row, n), 70))
			c.rect(x, y, 46+row*3, high+30, 70+tone, 84+tone, 110+tone/2)
			c.disc(x+23, y-10, 13+row, 44, 36, 32)
		}
	}
}

// road is a village road under the sky, with fields and houses.
func (c canvas) road() {
	for y := range 200 {
		c.rect(0, y, photoWide, 1, uint8(120+y/3), uint8(170+y/4), 225)
	}
	green := uint8(c.dice("field", 40))
	c.rect(0, 200, photoWide, 226, 96+green, 140+green/2, 62)
	for y := 200; y < photoHigh; y++ {
		half := (y - 190) * 2 / 3
		c.rect(photoWide/2-half, y, 2*half, 1, 172, 170, 164)
	}
	for n := range 3 + c.dice("houses", 2) {
		x, w := 20+n*160+c.dice(fmt.Sprint("house", n), 50), 70+c.dice(fmt.Sprint("wide", n), 30)
		if x > 250 && x < 360 {
			continue
		}
		c.rect(x, 160, w, 50, 228, 210, 176)
		c.rect(x-6, 146, w+12, 16, 170, 70, 48)
		c.rect(x+w/2-8, 182, 16, 28, 96, 70, 52)
	}
	for n := range 5 {
		x := 30 + n*140 + c.dice(fmt.Sprint("tree", n), 60)
		c.rect(x-3, 190, 6, 40, 92, 66, 44)
		c.disc(x, 178, 18+c.dice(fmt.Sprint("crown", n), 10), 58, 112, 54)
	}
}

// grain makes each picture its own.
func (c canvas) grain() {
	state := uint32(chance(c.key+"grain") * (1 << 31))
	for n := 0; n < len(c.img.Pix); n += 4 {
		state = state*1664525 + 1013904223
		d := int(state>>28) - 8
		for k := range 3 {
			c.img.Pix[n+k] = uint8(min(255, max(0, int(c.img.Pix[n+k])+d)))
		}
	}
}
