// Package ephemeris says when the moon is new and where the sun stands: all
// that a lunar calendar needs of astronomy.
//
// Owns: the instants of new moons and the sun's apparent longitude, after the
// series of Jean Meeus, Astronomical Algorithms (chapters 25 and 49), good to
// about a minute and to 0.01 degree between 1968 and 2150.
// Does not own: what a month, a leap month or a new year is (calendar).
// Called by: calendar.
package ephemeris
