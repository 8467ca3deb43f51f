using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.NameJurors;

/// <summary>Whose opinion is asked on the applications of a call.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class NameJurorsModel(FabriqueDbContext db, NameJurorsHandler handler, TimeProvider clock) : CallPage(db)
{
    /// <summary>Keys of those whose box is ticked.</summary>
    [BindProperty]
    [Display(Name = "Directions consultées", Description = "Leur avis est demandé sur chaque candidature déposée à partir de maintenant.")]
    public Guid[] People { get; set; } = [];

    [BindProperty]
    [Display(Name = "Une autre personne", Description = "Son prénom et son nom, ou son adresse de courriel.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Other { get; set; }

    public IReadOnlyList<DsfrOption> Choices { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new NameJurors(Call.Id, ShownVersion, People, Texts.Line(Other)), token),
        () =>
        {
            TempData.Confirm("Les directions consultées sont enregistrées.");
            return LocalRedirect(CallLinks.Manage(Call.Slug));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        People = [.. Call.Jurors.Select(juror => juror.StaffMemberId)];
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var named = Call.Jurors.Select(juror => juror.StaffMemberId).ToList();
        var directors = Db.HoldersOf(AppRoles.Director, clock.GetUtcNow().UtcDateTime).Select(person => person.Id);
        var people = await Db.StaffMembers.AsNoTracking()
            .Where(person => named.Contains(person.Id) || directors.Contains(person.Id))
            .OrderBy(person => person.FullName)
            .ThenBy(person => person.Id)
            .ToListAsync(cancellationToken);
        Choices = [.. people.Select(person => new DsfrOption(person.Id.ToString("D"), person.FullName, person.IsActive ? person.Unit : $"{person.Unit} – n’a plus de compte actif"))];
        return true;
    }
}
