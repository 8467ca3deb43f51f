using Fabrique.Domain;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Why a sign-in did not end: the code travels in the address, the sentence is chosen here.</summary>
internal static class SignInRefusals
{
    public static readonly Refusal Cancelled = new("connexion-annulee", "Vous avez annulé la connexion. Vous pouvez recommencer quand vous voulez.");

    public static readonly Refusal Failed = new(
        "connexion-echouee",
        "La connexion n’a pas abouti\u00a0: la demande a peut-être trop attendu. Recommencez\u00a0; si cela se répète, écrivez à l’équipe de la Fabrique.");

    private static readonly Refusal[] All = [Cancelled, Failed, RecordSignInHandler.Deactivated];

    public static string Path(Refusal refusal) => $"/connexion/refus?motif={refusal.Code}";

    public static Refusal Of(string? code) => All.FirstOrDefault(refusal => refusal.Code == code) ?? Failed;
}
