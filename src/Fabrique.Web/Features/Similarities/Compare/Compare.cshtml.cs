using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Similarities.Compare;

/// <summary>An application beside what it is close to, what they share marked.</summary>
[Authorize(Policies.SignedIn)]
public sealed class CompareModel(Actor actor, ApplicationLoader loader, ResemblanceReader reader, JudgeResemblanceHandler handler) : ResemblancePage(actor, loader)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    [Display(Name = "Est-ce la même idée ?")]
    [Required(ErrorMessage = "Dites si c’est la même idée.")]
    [EnumDataType(typeof(ResemblanceVerdict), ErrorMessage = "Choisissez dans la liste.")]
    public ResemblanceVerdict? Verdict { get; set; }

    public ResemblanceLine Line { get; private set; } = null!;

    public ComparedText Text { get; private set; } = null!;

    /// <summary>Why the reader may not say whether it is one idea; null when they may.</summary>
    public Refusal? WhyNotJudge { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => MayAct
        ? SubmitAsync(
            token => handler.HandleAsync(new JudgeResemblance { ResemblanceId = Id, Version = Version, Verdict = Verdict!.Value }, token),
            () =>
            {
                TempData.Confirm(Verdict is ResemblanceVerdict.Same ? "C’est noté : c’est la même idée." : "C’est noté : ce n’est pas la même idée, le rapprochement n’est plus montré.");
                return LocalRedirect(SimilarityLinks.List(Reference));
            },
            cancellationToken)
        : Task.FromResult<IActionResult>(Forbid());

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || (await reader.ReadAsync(Application, cancellationToken, Id)).SingleOrDefault() is not { } line)
        {
            return false;
        }

        Line = line;
        Text = ComparedText.Of(Application);
        WhyNotJudge = line.Application?.ApplicantId == Actor.Id ? OwnCase : null;
        if (HttpMethods.IsGet(Request.Method))
        {
            (Version, Verdict) = (line.Resemblance.Version, line.Resemblance.Verdict);
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Line.Resemblance.Version;
        return Task.CompletedTask;
    }

    private static Refusal OwnCase { get; } = new("own-case", "L’une de ces candidatures est la vôtre : c’est à quelqu’un d’autre de dire si l’idée est la même.");
}
