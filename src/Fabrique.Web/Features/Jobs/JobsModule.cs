using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Jobs;

/// <summary>« Travaux planifiés »: what the clock brings, and what became of it.</summary>
public sealed class JobsModule : FabriqueModule
{
    public override string Code => "travaux";

    public override void Declare(ModuleBuilder module) => module.Administer(
        new AdministrationEntry("Travaux planifiés", AdministrationLinks.Jobs, "Ce que l’application fait d’elle-même, quand, et ce qu’il en est.", 40) { IsShownTo = actor => actor.IsInRole(AppRoles.Administrator) });
}
