// An OpenID provider on the loopback, like ProConnect: PKCE asked for, what it tells of a person is signed.
// The argument, JSON: modules (where oidc-provider is), clients, jwks, people (login -> claims).
// Its first line out is its issuer. It ends when its input does, so that it never outlives who started it.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(process.argv[2]);
const { default: Provider } = await import(
  pathToFileURL(`${asked.modules}/oidc-provider/lib/index.js`)
);

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: asked.clients,
    jwks: asked.jwks,
    cookies: { keys: ["of the tests"] },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      given_name: ["given_name"],
      usual_name: ["usual_name"],
      siret: ["siret"],
      idp_id: ["idp_id"],
    },
    features: {
      devInteractions: { enabled: true },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    findAccount: (_, login) =>
      asked.people[login] && {
        accountId: login,
        claims: () => ({ sub: login, ...asked.people[login] }),
      },
    pkce: { required: () => true },
    routes: {
      authorization: "/authorize",
      end_session: "/session/end",
      jwks: "/jwks",
      token: "/token",
      userinfo: "/userinfo",
    },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
