// Package core is the house: an hourglass with record as its waist. This
// package holds no code; its tests keep the arrows, the library rooms and the
// sizes. The map is in README.md, the words in GLOSSARY.md, the decisions in
// adr/.
package core
