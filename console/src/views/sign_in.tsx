/** What a browser that is not signed in sees. */

export function SignIn() {
  return (
    <main class="sign-in">
      <h1>Wakeful</h1>
      <p class="lead">This browser is not signed in.</p>
      <p>
        Signing in takes a one-time link. The server prints one when it starts; on the server's
        machine <code>wakeful link</code> makes another. Open the link in this browser.
      </p>
      <p>
        A link works once and for a short time, so that one found in a chat or a log opens nothing.
      </p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
