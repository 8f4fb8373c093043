// Signing out without a line cannot reach the server, and the cookie is out of a
// script's sight: the device remembers that it still has to be done, so that the
// next to open the page does not come in as whoever left.

const MARK = 'doanket.leaving'

export const isLeaving = (): boolean => {
  try {
    return localStorage.getItem(MARK) !== null
  } catch {
    return false
  }
}

export const setLeaving = (leaving: boolean): void => {
  try {
    if (leaving) localStorage.setItem(MARK, '1')
    else localStorage.removeItem(MARK)
  } catch {
    // a device that keeps nothing has kept no page to come back to either
  }
}
