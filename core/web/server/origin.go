package server

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// networks reads addresses and CIDRs of proxies.
func networks(list []string) ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, s := range list {
		if ip, err := netip.ParseAddr(s); err == nil {
			s = netip.PrefixFrom(ip, ip.BitLen()).String()
		}
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: %w", s, err)
		}
		out = append(out, n)
	}
	return out, nil
}

func (s *Server) trusts(ip net.IP) bool {
	for _, n := range s.trusted {
		if n.Contains(ip) {
			return true
		}
	}
	return false
}

// peer is the browser's address and whether it came by https: what a trusted
// proxy says, else what the connection is. Of X-Forwarded-For the rightmost
// address that is no proxy of ours counts; those left of it anyone can write.
func (s *Server) peer(fc *fiber.Ctx) (ip string, secure bool) {
	remote := fc.Context().RemoteIP()
	secure = s.options.HTTPS
	if !s.trusts(remote) {
		return remote.String(), secure
	}
	if proto := fc.Get("X-Forwarded-Proto"); proto != "" {
		secure = proto == "https"
	}
	hops := strings.Split(fc.Get("X-Forwarded-For"), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := net.ParseIP(strings.TrimSpace(hops[i]))
		if hop == nil {
			break
		}
		if !s.trusts(hop) {
			return hop.String(), secure
		}
	}
	return remote.String(), secure
}
