using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Assign;

/// <summary>« Compétences des membres » of a jury.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeCompetencesPageModel(FabriqueDbContext db, PanelReader reader, ChangeCompetencesHandler handler) : PanelPage(reader)
{
    /// <summary>By number of the member, as they are typed.</summary>
    [BindProperty]
    public Dictionary<string, string?> Competences { get; set; } = [];

    /// <summary>Those who assess.</summary>
    public IEnumerable<PanelMember> Reviewers => Panel.MembersOn(Reader.Today).Where(member => member.Capacity is Capacity.Voting or Capacity.Advisory);

    /// <summary>Those that its applications bear.</summary>
    public IReadOnlyList<string> Labels { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ChangeCompetences(Id, ShownVersion, Read()), token),
        () =>
        {
            TempData.Confirm("Les compétences sont enregistrées.");
            return LocalRedirect(PanelLinks.Assignments(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var judged = PanelReader.Judged(db, Panel);
        Labels = await db.ScreeningLabels.Where(label => db.AppliedLabels.Any(applied => applied.LabelId == label.Id && judged.Any(application => application.Id == applied.ApplicationId)))
            .OrderBy(label => label.Name)
            .Select(label => label.Name)
            .ToListAsync(cancellationToken);
        return true;
    }

    private Dictionary<int, IReadOnlyList<string>> Read() => Competences
        .Where(typed => int.TryParse(typed.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .ToDictionary(
            typed => int.Parse(typed.Key, CultureInfo.InvariantCulture),
            typed => (IReadOnlyList<string>)[.. (typed.Value ?? "").Split(',').Select(word => Texts.Line(word)).Where(word => word.Length > 0).DistinctBy(SearchText.Fold, StringComparer.Ordinal)]);
}
