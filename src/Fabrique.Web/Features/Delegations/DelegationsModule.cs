using Fabrique.Domain.People;
using Fabrique.Web.Features.Delegations.EndDelegation;
using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Delegations;

/// <summary>« Suppléances »: who is away, until when, and who acts in their place.</summary>
public sealed class DelegationsModule : FabriqueModule
{
    /// <summary>Who reads everybody's.</summary>
    public const string ReadersPolicy = "delegation-readers";

    public override string Code => "suppleances";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Policy(new ModulePolicy(ReadersPolicy, AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor))
            .Administer(new AdministrationEntry("Suppléances", DelegationLinks.All, "Qui est absent, jusqu’à quand, et qui agit à sa place.", 35))
            .Space<MyDelegations>()
            .Today<TodayDelegations>()
            .Keep(new PersonalData(
                "Les absences et suppléances",
                "Nom de la personne absente, de celle qui agit à sa place et de celle qui l’a inscrit, dates, portée, motif",
                "Les personnes absentes, leurs suppléantes et suppléants",
                "Qu’aucune tâche n’attende une personne absente, et savoir qui pouvait agir pour qui",
                "tant que le service fonctionne, terminées comprises",
                FinalDisposition.Destruction).In<Delegation>());
        foreach (var tag in DelegationFacts.Tags)
        {
            module.Tag(tag);
        }

        module.Services
            .AddScoped<DelegationReader>()
            .AddScoped<EnterDelegationHandler>()
            .AddScoped<EndDelegationHandler>();
    }
}

public static class DelegationLinks
{
    public const string Mine = "/mon-espace/absence";

    public const string All = "/administration/suppleances";

    public const string New = All + "/nouvelle";

    public static string End(Guid id) => $"/suppleances/{id:D}/fin";
}

/// <summary>What messages may tell of a « suppléance ».</summary>
/// <param name="Delegator">Full name of who is away.</param>
/// <param name="Substitute">Full name of who acts in their place.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Scope">What it covers, as people read it.</param>
public sealed record DelegationFacts(string Delegator, string Substitute, DateOnly From, DateOnly Until, string Scope)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<DelegationFacts>("suppleance.absent", "Prénom et nom de la personne absente", "Dominique Petit", facts => facts.Delegator),
        MergeTag.Of<DelegationFacts>("suppleance.suppleant", "Prénom et nom de qui agit à sa place", "Claude Robert", facts => facts.Substitute),
        MergeTag.Of<DelegationFacts>("suppleance.debut", "Premier jour", "3 août 2026", facts => Domain.Time.FrenchDate.Day(facts.From)),
        MergeTag.Of<DelegationFacts>("suppleance.fin", "Dernier jour", "21 août 2026", facts => Domain.Time.FrenchDate.Day(facts.Until)),
        MergeTag.Of<DelegationFacts>("suppleance.portee", "Ce qu’elle couvre", "Tout", facts => facts.Scope),
    ];
}
