/** The one-time token of `#token=…`, taken out of the address so that it stays in no history and on no screenshot. */
export function takeLinkToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  if (token !== '') history.replaceState(history.state, '', location.pathname)
  return token
}
