import { AgentCard, type AgentCardSignatureGenerator } from "@a2a-js/sdk";

/**
 * The card with its signature. Signers of the SDK read a card as JSON; given an instance, they would lose the security
 * schemes and sign a card that nobody can verify, so they get the JSON.
 */
export async function signAgentCard(card: AgentCard, sign: AgentCardSignatureGenerator): Promise<AgentCard> {
  // The signer's type asks for the instance that it cannot read.
  const { signatures } = await sign(AgentCard.toJSON({ ...card, signatures: [] }) as AgentCard);
  return { ...card, signatures };
}
