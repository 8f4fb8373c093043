package ephemeris

import "math"

// Synodic is the mean time from one new moon to the next, in days.
const Synodic = 29.530588861

// firstNewMoon is the mean new moon of 6 January 2000, from which moons are
// numbered, as a Julian day.
const firstNewMoon = 2451550.09766

// wave is one term of a series: size × sin(angle), times the eccentricity of
// the Earth's orbit once for each multiple of the sun's anomaly.
type wave struct {
	size            float64 // days
	sun, moon, node int     // multiples of the sun's anomaly, the moon's and its argument of latitude
}

var newMoonWaves = []wave{
	{-0.40720, 0, 1, 0}, {0.17241, 1, 0, 0}, {0.01608, 0, 2, 0}, {0.01039, 0, 0, 2}, {0.00739, -1, 1, 0}, {-0.00514, 1, 1, 0},
	{0.00208, 2, 0, 0}, {-0.00111, 0, 1, -2}, {-0.00057, 0, 1, 2}, {0.00056, 1, 2, 0}, {-0.00042, 0, 3, 0}, {0.00042, 1, 0, 2},
	{0.00038, 1, 0, -2}, {-0.00024, -1, 2, 0}, {-0.00007, 2, 1, 0}, {0.00004, 0, 2, -2}, {0.00004, 3, 0, 0}, {0.00003, 1, 1, -2},
	{0.00003, 0, 2, 2}, {-0.00003, 1, 1, 2}, {0.00003, -1, 1, 2}, {-0.00002, -1, 1, -2}, {-0.00002, 1, 3, 0}, {0.00002, 0, 4, 0},
}

// pull is what one planet adds: size × sin(start + speed·k).
type pull struct{ size, start, speed float64 }

var planetPulls = []pull{
	{0.000325, 299.77, 0.107408}, {0.000165, 251.88, 0.016321}, {0.000164, 251.83, 26.651886}, {0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239}, {0.000062, 141.74, 53.303771}, {0.000060, 207.14, 2.453732}, {0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239}, {0.000042, 207.19, 0.121824}, {0.000040, 291.34, 1.844379}, {0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099}, {0.000023, 331.55, 3.592518},
}

// NewMoon is the instant of the k-th new moon as a Julian day of universal
// time; k is 0 for the one of 6 January 2000 and may be negative.
func NewMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85 // centuries since 2000
	at := firstNewMoon + Synodic*n + t*t*(0.00015437+t*(-0.000000150+t*0.00000000073))
	sun := 2.5534 + 29.10535670*n - t*t*(0.0000014+t*0.00000011)
	moon := 201.5643 + 385.81693528*n + t*t*(0.0107582+t*(0.00001238-t*0.000000058))
	node := 160.7108 + 390.67050284*n + t*t*(-0.0016118+t*(-0.00000227+t*0.000000011))
	eccentricity := 1 - t*(0.002516+t*0.0000074)
	for _, w := range newMoonWaves {
		size := w.size * math.Pow(eccentricity, math.Abs(float64(w.sun)))
		at += size * sine(float64(w.sun)*sun+float64(w.moon)*moon+float64(w.node)*node)
	}
	at -= 0.00017 * sine(124.7746-1.56375588*n+t*t*(0.0020672+t*0.00000215))
	for _, p := range planetPulls {
		at += p.size * sine(p.start+p.speed*n)
	}
	return at - clockDrift(at)
}

// MoonBefore is the number of a new moon near the Julian day jd: at most one
// too early or too late.
func MoonBefore(jd float64) int { return int(math.Floor((jd - firstNewMoon) / Synodic)) }

// clockDrift is how far the turning Earth lags behind the even time of the
// series, in days: the polynomial published by NASA for 2005–2050, which is
// within a minute of the truth, or of its forecast, from 1968 to 2150.
func clockDrift(jd float64) float64 {
	years := (jd - 2451545) / 365.25
	return (62.92 + years*(0.32217+years*0.005589)) / 86400
}

func sine(degrees float64) float64 { return math.Sin(math.Mod(degrees, 360) * math.Pi / 180) }
