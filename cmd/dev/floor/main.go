package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context) error {
	dir := flag.String("dir", "", "folder of the SQLite databases")
	url := flag.String("postgres", "", "URL of PostgreSQL instead")
	slug := flag.String("tenant", "", "province")
	listen := flag.String("listen", "", "address")
	flag.Parse()
	cluster, err := db.Open(ctx, db.Options{Dir: *dir, URL: *url})
	if err != nil {
		return err
	}
	defer cluster.Close() //nolint:errcheck // the process ends
	in := cluster.Enter(ctx, *slug)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/list", func(c *fiber.Ctx) error { return list(in, c) })
	app.Get("/read/:id", func(c *fiber.Ctx) error { return read(in, c) })
	app.Post("/insert", func(c *fiber.Ctx) error { return insert(in, c) })
	app.Get("/bun/list", func(c *fiber.Ctx) error { return bunList(in, c) })
	app.Get("/bun/read/:id", func(c *fiber.Ctx) error { return bunRead(in, c) })
	app.Post("/bun/insert", func(c *fiber.Ctx) error { return bunInsert(in, c) })
	go func() {
		<-ctx.Done()
		_ = app.ShutdownWithTimeout(2 * time.Second) // the process ends all the same
	}()
	return app.Listen(*listen)
}

// row is what a line of a list shows of a record.
type row struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Number    string `json:"number"`
	Title     string `json:"title"`
	State     string `json:"state"`
	UnitID    string `json:"unit"`
	DueOn     string `json:"due_on"`
	Version   int    `json:"version"`
	UpdatedAt int64  `json:"updated_at"`
}

const columns = "SELECT id, kind, number, title, state, unit_id, due_on, version, updated_at FROM record"

func (r *row) fields() []any {
	return []any{&r.ID, &r.Kind, &r.Number, &r.Title, &r.State, &r.UnitID, &r.DueOn, &r.Version, &r.UpdatedAt}
}

// list answers the first 30 of a kind within a range of paths by deadline.
func list(ctx context.Context, c *fiber.Ctx) error {
	rows, err := db.Query(ctx, columns+" WHERE kind = ? AND unit_path >= ? AND unit_path < ? ORDER BY due_on, id LIMIT 30",
		c.Query("kind"), c.Query("from"), c.Query("to"))
	if err != nil {
		return err
	}
	out := make([]row, 0, 30)
	err = db.Each(rows, func(rows *sql.Rows) error {
		var r row
		err := rows.Scan(r.fields()...)
		out = append(out, r)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(out)
}

func read(ctx context.Context, c *fiber.Ctx) error {
	var r row
	if err := db.QueryRow(ctx, columns+" WHERE id = ?", c.Params("id")).Scan(r.fields()...); err != nil {
		return err
	}
	return c.JSON(r)
}

func insert(ctx context.Context, c *fiber.Ctx) error {
	row := []any{id.New("cmt"), "rec_floor", time.Now().UnixMicro(), "floor", "", "một dòng"}
	err := db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.InsertRows(ctx, "INSERT INTO record_comment (id, record_id, at, person, post, body)", [][]any{row})
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(map[string]string{"id": row[0].(string)})
}
