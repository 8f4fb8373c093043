package ephemeris

import "math"

// SunLongitude is the sun's apparent longitude in degrees, 0 to below 360, at
// the Julian day jd of universal time: 0 at the spring equinox, 270 at the
// winter solstice.
func SunLongitude(jd float64) float64 {
	t := (jd + clockDrift(jd) - 2451545) / 36525
	mean := 280.46646 + t*(36000.76983+t*0.0003032)
	anomaly := 357.52911 + t*(35999.05029-t*0.0001537)
	centre := (1.914602-t*(0.004817+t*0.000014))*sine(anomaly) + (0.019993-t*0.000101)*sine(2*anomaly) + 0.000289*sine(3*anomaly)
	seen := mean + centre - 0.00569 - 0.00478*sine(125.04-1934.136*t) // aberration and nutation
	if seen = math.Mod(seen, 360); seen < 0 {
		seen += 360
	}
	return seen
}
