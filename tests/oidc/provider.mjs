// A real OpenID provider (npm's oidc-provider) for the tests, on the port given, with one client and one professional.
// `POST /_next` holds what the next identity token is made of: {"claims": {...}, "audience": ..., "nonce": ...}.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const person = {
  sub: "f:1234:899700000000", SubjectNameID: "810001234565", preferred_username: "810001234565",
  family_name: "FICTIF", given_name: "Denis", otherIds: [],
};
const provider = new Provider(issuer, {
  clients: [{
    client_id: "cabinet-rgpd-test", client_secret: "a-secret-of-the-tests-alone-0123456789",
    redirect_uris: [redirect], grant_types: ["authorization_code"], response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
  }],
  claims: { openid: ["sub"], scope_all: ["SubjectNameID", "preferred_username", "family_name", "given_name", "otherIds"] },
  scopes: ["openid", "scope_all"],
  acrValues: ["eidas1"],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["only for the tests"] },
  findAccount: (context, id) => ({ accountId: id, claims: async () => ({ ...person, sub: id }) }),
  interactions: { url: (context, interaction) => `/_sign-in/${interaction.uid}` },
});

async function interaction(request, response) {
  const { params, grantId } = await provider.interactionDetails(request, response);
  const grant = grantId ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: person.sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId: person.sub, acr: "eidas1" }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith("/_sign-in/")) return interaction(request, response).catch((error) => {
    response.writeHead(500).end(String(error));
  });
  return answer(request, response);
}).listen(Number(port), "127.0.0.1", () => console.log(`listening on ${issuer}`));
