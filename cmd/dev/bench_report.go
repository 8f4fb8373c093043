package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

const legend = "Rates are requests a second from 16 connections that never pause, in brackets the middle, the 95th and the 99th percentile.\n" +
	"Ours: the built server, loopback, an ordinary person's token. Floor: bare Fiber and bun over the same rows, no right, rule or log; strict: the same with statements prepared by hand.\n" +
	"Peer: PocketBase 0.36.8, same rows and indexes, an ordinary user whose list rule and filter name the commune, no total counted.\n"

// writeReport keeps the table beside the decisions it speaks for.
func writeReport(p *benchPlan, about string, figures []measure.Figure) error {
	dir := filepath.Join("core", "adr", "figures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-%d", time.Now().Format("2006-01-02"), p.rows)
	for _, f := range []struct {
		name string
		on   bool
	}{{"load", p.load}, {"peer", p.peer}, {"postgres", p.postgres}} {
		if f.on {
			name += "-" + f.name
		}
	}
	text := fmt.Sprintf("# Figures of %s\n\n%s\n\n%s\n%s", time.Now().Format("2 January 2006"), about, measure.Table(figures), legend)
	file := filepath.Join(dir, name+".md")
	fmt.Println("written:", file)
	return os.WriteFile(file, []byte(text), 0o644)
}
