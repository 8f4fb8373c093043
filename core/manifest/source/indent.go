package source

import "strings"

// misindented is the first line of a document whose indentation fits none of the
// levels open above it, 0 if there is none. The YAML library names the line on
// which the block began instead, which may be pages above.
func misindented(data []byte) int {
	var open []int // columns at which the open blocks began
	depth := 0     // of brackets that are still open: inside them columns mean nothing
	literal := -1  // column of the key whose text block is being passed, or -1
	for i, line := range strings.Split(string(data), "\n") {
		body := strings.TrimLeft(line, " ")
		column := len(line) - len(body)
		if body == "" || body[0] == '#' || depth > 0 || literal >= 0 && column > literal {
			depth += brackets(body)
			continue
		}
		literal = -1
		for len(open) > 0 && open[len(open)-1] > column {
			open = open[:len(open)-1]
			if len(open) > 0 && open[len(open)-1] < column {
				return i + 1
			}
		}
		if len(open) == 0 || open[len(open)-1] < column {
			open = append(open, column)
		}
		for rest := body; strings.HasPrefix(rest, "- "); { // what follows a dash opens a block of its own
			rest = strings.TrimLeft(rest[1:], " ")
			open = append(open, column+len(body)-len(rest))
		}
		depth += brackets(body)
		if text := strings.TrimSpace(body); strings.HasSuffix(text, "|") || strings.HasSuffix(text, ">") {
			literal = column
		}
	}
	return 0
}

// brackets is how many brackets a line leaves open, less those it closes; those
// in quotes and behind a comment mark count for nothing.
func brackets(line string) int {
	depth, quote := 0, rune(0)
	for i, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' '):
			return depth
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		}
	}
	return depth
}
