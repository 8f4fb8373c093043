package child

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"
)

// Reader reads a file and says what it found, as args ask.
type Reader func(file *os.File, out io.Writer, args []string) error

// Run is the process: args are three bounds, the name of a reader, and the reader's
// own. It never returns.
func Run(args []string, readers map[string]Reader) {
	os.Exit(run(args, readers))
}

func run(args []string, readers map[string]Reader) (code int) {
	defer func() {
		if fallen := recover(); fallen != nil {
			fmt.Fprintln(os.Stderr, "read:", fallen)
			code = exitBroken
		}
	}()
	if len(args) < 4 || readers[args[3]] == nil {
		fmt.Fprintln(os.Stderr, "read: begun by the server, not by hand")
		return exitBroken
	}
	var bounds [3]int64
	for i := range bounds {
		bounds[i], _ = strconv.ParseInt(args[i], 10, 64)
	}
	time.AfterFunc(patience*time.Duration(bounds[1])*time.Second, func() { os.Exit(exitLate) })
	if err := hold(bounds[0], bounds[1], bounds[2]); err != nil {
		fmt.Fprintln(os.Stderr, "read:", err)
		return exitBroken
	}
	out := bufio.NewWriterSize(os.Stdout, 64<<10)
	err := readers[args[3]](os.Stdin, out, args[4:])
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "read:", err)
		return exitBroken
	}
	return 0
}
