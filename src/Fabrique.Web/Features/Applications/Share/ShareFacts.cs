using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Applications.Share;

/// <summary>What messages tell of who writes an application together.</summary>
/// <param name="By">Who invites, answers, hands over or leaves.</param>
/// <param name="What">What they did, or what is offered.</param>
public sealed record ShareFacts(string By, string What)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<ShareFacts>("equipe.auteur", "Qui invite, répond, transmet ou s’en va", "Perrine Bouleau", share => share.By),
        MergeTag.Of<ShareFacts>("equipe.fait", "Ce qui est proposé, ou ce qui vient d’être fait", "l’écrire et la déposer", share => share.What),
    ];

    public static string Tell(CoApplicantRight right) => right switch
    {
        CoApplicantRight.Read => "la lire",
        CoApplicantRight.Write => "l’écrire",
        _ => "l’écrire et la déposer",
    };
}
