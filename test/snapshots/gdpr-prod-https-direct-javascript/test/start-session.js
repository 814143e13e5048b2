/** Consent and the first visit; gives the answer that brings the cookie. */
export async function startSession(visitor) {
  const answer = await visitor.post("/consent");
  await visitor.get("/");
  return answer;
}
