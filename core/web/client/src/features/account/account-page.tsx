import '@/i18n/admin'
import { useMe } from '@/api/me'
import { formatDate } from '@/i18n/format'
import { useWords } from '@/i18n'
import { LinkButton } from '@/ui/link-button'
import { Card, Page } from '@/ui/page'
import css from './account.module.css'
import { Browsers } from './browsers'
import { Delegations } from './delegations'
import { PasswordCard } from './password-card'
import { SecondFactor } from './second-factor'
import { Tokens } from './tokens'

/** What belongs to the reader alone: posts, password, second factor, browsers, tokens. */
export function AccountPage() {
  const words = useWords()
  const { t } = words
  const { person, posts } = useMe()
  return (
    <Page title={t('account.title')} sub={person.login ? t('account.login', { name: person.name, login: person.login }) : person.name}>
      <Card id="posts" title={t('account.posts')}>
        {posts.length === 0 && <p className={css.muted}>{t('account.no_posts')}</p>}
        <ul className={css.lines}>
          {posts.map((p) => (
            <li key={p.id}>
              <strong>{words.pick(p.role_label, p.role)}</strong>, {p.unit.name}
              {p.delegated && <span className={css.muted}> · {t('delegation.mark')}</span>}
              {p.to && <span className={css.muted}> · {t('account.post_until', { date: formatDate(p.to) })}</span>}
            </li>
          ))}
        </ul>
      </Card>
      <Delegations />
      <Card id="discarded" title={t('discarded.title')} action={<LinkButton variant="default" to="/discarded">{t('discarded.open')}</LinkButton>} />
      <PasswordCard />
      <SecondFactor />
      <Browsers />
      <Tokens />
    </Page>
  )
}
