import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '@/api/me'
import { signOut } from '@/api/session'
import { useSetLanguage, useWords, type Lang } from '@/i18n'
import { IconLanguage, IconOut, IconUser } from '@/ui/icons'
import css from './shell.module.css'

/** Who is signed in and as what; language, account, the way out. Nothing hides in a menu. */
export function UserBlock({ onGo }: { onGo?: () => void }) {
  const words = useWords()
  const { t, lang } = words
  const me = useMe()
  const client = useQueryClient()
  const setLanguage = useSetLanguage()
  const other: Lang = lang === 'vi' ? 'en' : 'vi'
  const post = me.posts[0]
  const leave = useMutation({
    mutationFn: () => signOut(),
    onSettled: (to) => {
      client.clear()
      window.location.assign(to ?? '/')
    },
  })
  return (
    <div className={css.user}>
      <p className={css.who}>
        <strong>{me.person.name}</strong>
        {post && <span>{[words.pick(post.role_label, post.role), post.unit.name].filter(Boolean).join(', ')}</span>}
        {me.posts.length > 1 && <span>{t('nav.more_posts', { n: me.posts.length - 1 })}</span>}
      </p>
      <Link to="/account" className={css.way} onClick={onGo}>
        <IconUser size={22} aria-hidden />
        <span>{t('nav.account')}</span>
      </Link>
      <div className={css.pair}>
        <Button variant="subtle" color="dark" className={css.plain} leftSection={<IconLanguage size={22} aria-hidden />} lang={other} aria-label={other === 'en' ? 'English: use the screens in English' : 'Tiếng Việt: dùng màn hình tiếng Việt'} onClick={() => setLanguage(other)}>
          {other === 'en' ? 'English' : 'Tiếng Việt'}
        </Button>
        <Button variant="subtle" color="dark" className={css.plain} leftSection={<IconOut size={22} aria-hidden />} loading={leave.isPending} onClick={() => leave.mutate()}>
          {t('nav.sign_out')}
        </Button>
      </div>
    </div>
  )
}
