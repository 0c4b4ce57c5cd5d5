package program

import (
	"cmp"
	"context"
	"io"
	"net/mail"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"headroom/backend/fault"
	"headroom/backend/notify"
	"headroom/backend/notify/calendar"
	"headroom/backend/notify/draft"
	mailer "headroom/backend/notify/mail"
	"headroom/backend/notify/webhook"
	"headroom/backend/portfolio"
	"headroom/backend/watch"
	"headroom/backend/workday"
)

// draftsFolder is where drafts are put that the person has given no other place:
// beside the store.
const draftsFolder = "drafts"

// noKeyring keeps nothing, for programs that were given no keyring.
type noKeyring struct{}

// Get finds nothing.
func (noKeyring) Get(context.Context, string) (string, error) { return "", errNoKeyring }

// Set keeps nothing.
func (noKeyring) Set(context.Context, string, string) error { return errNoKeyring }

var errNoKeyring = fault.New(fault.Invalid, "There is no keyring to keep secrets in.")

// dispatcher returns what delivers from the outbox.
func (p *Program) dispatcher(o Options) *notify.Dispatcher {
	place := notify.Place{Zone: o.Zone, Holiday: isHoliday}
	return notify.NewDispatcher(p.Store, p.routes, notify.Person{Place: place, Language: spokenIn(o)})
}

func isHoliday(country string, day portfolio.Day) bool {
	c, ok := workday.Of(country)
	return ok && c.Holiday(day)
}

// routes returns the channels of a destination as the person has set it up.
// Nothing else leaves the machine.
func (p *Program) routes(ctx context.Context, d watch.Destination, s notify.Settings) ([]notify.Channel, error) {
	switch d {
	case watch.ToDesktop:
		return p.channels, nil
	case watch.ToMail:
		account, err := p.account(ctx, s)
		if err != nil {
			return nil, err
		}
		return []notify.Channel{{Name: mailer.Name, Sender: mailer.New(account)}}, nil
	case watch.ToDraft:
		return []notify.Channel{{Name: string(d), Sender: draft.In(p.drafts(s), ".eml", letterAs(s))}}, nil
	case watch.ToCalendar:
		return []notify.Channel{{Name: string(d), Sender: draft.In(p.drafts(s), calendar.Extension, calendar.Write)}}, nil
	}
	w, err := s.Webhook(d)
	if err != nil {
		return nil, err
	}
	secret, err := p.secret(ctx, s, string(d))
	if err != nil {
		return nil, err
	}
	return []notify.Channel{{Name: string(d), Sender: webhook.New(webhook.Address{Name: w.Name, URL: w.URL, Secret: secret, Roots: p.roots})}}, nil
}

// account is the person's own at a mail server. Without a server, a sender and
// an addressee there is none.
func (p *Program) account(ctx context.Context, s notify.Settings) (mailer.Account, error) {
	if s["smtp_host"] == "" || s["smtp_from"] == "" || s["mail_to"] == "" {
		return mailer.Account{}, fault.New(fault.Invalid, "No mail server is set up.").WithHint("Set the server, the sender and the addressees in the settings.")
	}
	port, err := strconv.Atoi(s["smtp_port"])
	if err != nil {
		return mailer.Account{}, fault.Wrap(err, fault.Invalid, "The port of the mail server is no number.")
	}
	a := mailer.Account{Host: s["smtp_host"], Port: port, TLS: s["smtp_security"] == "tls", User: s["smtp_user"], From: s["smtp_from"], To: addressees(s), Roots: p.roots}
	if a.User == "" {
		return a, nil
	}
	if a.Password, err = p.secret(ctx, s, notify.MailPassword); err != nil {
		return a, err
	}
	if a.Password == "" {
		return a, fault.New(fault.Invalid, "There is no password for the mail server %s on this computer.", a.Host).WithHint("Set it in the settings.")
	}
	return a, nil
}

func addressees(s notify.Settings) (to []string) {
	all, err := mail.ParseAddressList(s["mail_to"])
	if err != nil {
		return nil // the setting takes nothing else
	}
	for _, a := range all {
		to = append(to, a.String())
	}
	return to
}

func (p *Program) drafts(s notify.Settings) string {
	folder := cmp.Or(s["drafts_folder"], draftsFolder)
	if filepath.IsAbs(folder) {
		return folder
	}
	return filepath.Join(filepath.Dir(p.path), folder) // wherever the program was started
}

// letterAs writes drafts of letters from the person to those they go to.
func letterAs(s notify.Settings) draft.Write {
	return func(m notify.Message, out io.Writer) error {
		return mailer.WriteDraft(m, s["smtp_from"], addressees(s), out)
	}
}

func (p *Program) secret(ctx context.Context, s notify.Settings, name string) (string, error) {
	key, err := s.SecretKey(name)
	if err != nil {
		return "", err
	}
	return p.secrets.Get(ctx, key)
}

// SetSecret keeps a password or key in the keyring of the system, for the server
// or address that the settings name; "" forgets it.
func (p *Program) SetSecret(ctx context.Context, name, value string) error {
	key, err := p.secretKey(ctx, name)
	if err != nil {
		return err
	}
	if err := p.secrets.Set(ctx, key, value); err != nil {
		return err
	}
	return p.Store.TryAgain(ctx)
}

// deliveryDepends reports whether a setting says where something is delivered.
func deliveryDepends(name string) bool {
	return strings.HasPrefix(name, "smtp_") || name == "mail_to" || name == "webhooks" || name == "drafts_folder"
}

// HasSecret reports whether there is one.
func (p *Program) HasSecret(ctx context.Context, name string) (bool, error) {
	key, err := p.secretKey(ctx, name)
	if err != nil {
		return false, err
	}
	value, err := p.secrets.Get(ctx, key)
	return value != "", err
}

func (p *Program) secretKey(ctx context.Context, name string) (string, error) {
	s, err := p.Store.Settings(ctx)
	if err != nil {
		return "", err
	}
	return notify.Settings(s).SecretKey(name)
}

// TestDelivery delivers a notice by one destination now, whatever the hour, and
// says which channel did. A notice without a title is Headroom's own.
func (p *Program) TestDelivery(ctx context.Context, n watch.Notice, d watch.Destination) (notify.Tested, error) {
	return p.outbox.Test(ctx, d, n, p.now())
}

// WriteDraft writes an item of the inbox as a letter that nobody has sent yet.
func (p *Program) WriteDraft(ctx context.Context, id int64, lang string, out io.Writer) error {
	s, err := p.Store.Settings(ctx)
	if err != nil {
		return err
	}
	m, err := p.messageOf(ctx, []int64{id}, lang)
	if err != nil {
		return err
	}
	return letterAs(s)(m, out)
}

// WriteCalendar writes the days of items of the inbox for a calendar.
func (p *Program) WriteCalendar(ctx context.Context, ids []int64, lang string, out io.Writer) error {
	m, err := p.messageOf(ctx, ids, lang)
	if err != nil {
		return err
	}
	return calendar.Write(m, out)
}

// DraftName is a name for the file of a draft or a calendar about an item.
func (p *Program) DraftName(ctx context.Context, id int64, extension string) (string, error) {
	m, err := p.messageOf(ctx, []int64{id}, "")
	if err != nil {
		return "", err
	}
	return draft.FileName(m.Title+" "+strconv.FormatInt(id, 10), extension), nil
}

func (p *Program) messageOf(ctx context.Context, ids []int64, lang string) (notify.Message, error) {
	m := notify.Message{At: p.now(), Lang: lang}
	for _, id := range ids {
		i, err := p.Store.Item(ctx, id)
		if err != nil {
			return m, err
		}
		if len(m.Notes) == 0 {
			m.Title, m.Body, m.ID = i.Title, i.Body, "item-"+strconv.FormatInt(i.ID, 10)
		}
		m.Notes = append(m.Notes, noteOf(i))
	}
	return m, nil
}

func noteOf(i watch.Item) notify.Note {
	return notify.Note{
		Item: i.ID, RuleID: i.Rule, RuleName: i.RuleName, Instance: i.Instance, Severity: i.Severity, Title: i.Title, Body: i.Body, Reason: i.Reason, Value: i.Value,
		AccountKey: i.AccountKey, Account: i.Account, Product: i.Product, Entitlement: i.Entitlement, End: i.End, ActBy: i.ActBy,
	}
}

// A Sender that has this method knows whether it could show something now.
type stateTeller interface {
	State(ctx context.Context) (state, detail string)
}

// Way is a way to the person, and whether it could deliver now: ready; unasked
// or denied, where the system has to allow it; or absent. Detail says why not.
type Way struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Detail string `json:"detail"`
}

// Ways returns the ways to the person in the order people read them.
func (p *Program) Ways(ctx context.Context) ([]Way, error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	s := notify.Settings(settings)
	names := []watch.Destination{watch.ToDesktop, watch.ToMail, watch.ToDraft, watch.ToCalendar}
	hooks, err := s.Webhooks()
	if err != nil {
		return nil, err
	}
	for _, h := range hooks {
		names = append(names, watch.Destination(notify.WebhookSecret+h.Name))
	}
	ways := make([]Way, 0, len(names))
	for _, d := range slices.Compact(names) {
		ways = append(ways, p.way(ctx, d, s))
	}
	return ways, nil
}

func (p *Program) way(ctx context.Context, d watch.Destination, s notify.Settings) Way {
	w := Way{Name: string(d), State: "ready"}
	channels, err := p.routes(ctx, d, s)
	if hook := strings.HasPrefix(string(d), notify.WebhookSecret); err == nil && hook {
		var secret string
		if secret, err = p.secret(ctx, s, string(d)); err == nil && secret == "" {
			err = fault.New(fault.Invalid, "There is no secret for it on this computer.")
		}
	}
	switch {
	case err != nil:
		w.State, w.Detail = "absent", fault.Of(err).Message
	case len(channels) == 0:
		w.State, w.Detail = "absent", "This run shows nothing on a screen."
	default:
		if teller, ok := channels[0].Sender.(stateTeller); ok {
			w.State, w.Detail = teller.State(ctx)
		}
	}
	return w
}
