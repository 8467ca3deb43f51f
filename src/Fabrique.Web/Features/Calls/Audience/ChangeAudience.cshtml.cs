using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.Audience;

/// <summary>Whom a call is for.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeAudienceModel(FabriqueDbContext db, ChangeAudienceHandler handler, TimeProvider clock) : CallPage(db)
{
    /// <summary>Keys of the units whose box is ticked.</summary>
    [BindProperty]
    [Display(Name = "Directions et services", Description = "Les agents d’une unité cochée, et de celles qui en dépendent, peuvent candidater. Rien de coché : tous les agents.")]
    public Guid[] Units { get; set; } = [];

    public IReadOnlyList<DsfrOption> Choices { get; private set; } = [];

    /// <summary>Whether it may only be opened to more people.</summary>
    public bool MayOnlyWiden => Call.HasOpened(clock.GetUtcNow().UtcDateTime) && Call.Status is not CallStatus.Archived;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ChangeAudience(Call.Id, ShownVersion, Units), token),
        () =>
        {
            TempData.Confirm("Le public de l’appel est enregistré.");
            return LocalRedirect(CallLinks.Manage(Call.Slug));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        Units = [.. Call.Audience];
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var chosen = Call.Audience;
        var units = await Db.OrganisationUnits.AsNoTracking().ToDictionaryAsync(unit => unit.Id, cancellationToken);
        Choices =
        [
            .. units.Values.Where(unit => unit.IsActive || chosen.Contains(unit.Id))
                .Select(unit => (Unit: unit, Line: OrganisationReader.LineOf(unit.Id, units)))
                .OrderBy(known => string.Join(" / ", known.Line.Reverse().Select(above => above.Label)), StringComparer.Ordinal)
                .Select(known => new DsfrOption(known.Unit.Id.ToString("D"), known.Unit.Label, Above(known.Unit, known.Line))),
        ];
        return true;
    }

    private static string Above(OrganisationUnit unit, IReadOnlyList<OrganisationUnit> line) =>
        string.Join(" · ", new[] { UnitKinds.Label(unit.Kind) }.Concat(line.Skip(1).Select(above => above.Label)));
}
