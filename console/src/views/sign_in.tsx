/** What a browser that is not signed in sees. */

export function SignIn() {
  return (
    <main class="sign-in">
      <h1>Wakeful</h1>
      <p class="lead">This browser is not signed in.</p>
      <p>
        Signing in takes a one-time link. The server prints one when it starts. For another, run
        this on the server's machine, with the folder of the server's data, and open what it prints
        in this browser:
      </p>
      <p>
        <code>wakeful link DIR --name NAME --role operator</code>
      </p>
      <p class="soft">A link works once and for 15 minutes: one found later opens nothing.</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
