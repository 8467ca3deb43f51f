using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Products;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities;

/// <summary>What an application is close to, as the team reads it.</summary>
public sealed record ResemblanceLine
{
    public required Resemblance Resemblance { get; init; }

    /// <summary>Full name of who judged; null when nobody did.</summary>
    public required string? JudgedBy { get; init; }

    /// <summary>Null when it is a product.</summary>
    public required Application? Application { get; init; }

    /// <summary>The product that it is, or that came of it; null when there is none.</summary>
    public required Product? Product { get; init; }

    /// <summary>« Candidature C-2026-0003, appel « … », 2026 », or « Produit ».</summary>
    public required string Origin { get; init; }

    /// <summary>Whether whoever has one idea has the other.</summary>
    public required bool IsOfSamePerson { get; init; }

    public required ComparedText Text { get; init; }

    /// <summary>The words that bring them closest, as the other text writes them.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public string Title => Application is { } application ? application.Title : Product!.Name;

    public string Link => Application is { } application ? ApplicationLinks.Show(application.Reference) : ProductLinks.Show(Product!.Ghid);

    public string Status => Application is { } application ? ApplicationLabels.Of(application.Status) : ProductLabels.Of(Product!.Phase);

    public string? Badge => Application is { } application ? ApplicationLabels.BadgeOf(application.Status) : ProductLabels.BadgeOf(Product!.Phase);
}

/// <summary>Reads what an application is close to.</summary>
public sealed class ResemblanceReader(FabriqueDbContext db)
{
    /// <summary>Of an application, whatever was said of them, the closest first.</summary>
    public async Task<IReadOnlyList<ResemblanceLine>> ReadAsync(Application application, CancellationToken cancellationToken, Guid? only = null)
    {
        var id = application.Id;
        var found = await db.Resemblances
            .Where(resemblance => (resemblance.ApplicationId == id || resemblance.OtherApplicationId == id) && (only == null || resemblance.Id == only))
            .OrderByDescending(resemblance => resemblance.Score)
            .ThenBy(resemblance => resemblance.Id)
            .Take(2 * Resemblance.Most)
            .Select(resemblance => new { Resemblance = resemblance, JudgedBy = db.StaffMembers.Where(person => person.Id == resemblance.JudgedById).Select(person => person.FullName).SingleOrDefault() })
            .ToListAsync(cancellationToken);
        if (found.Count == 0)
        {
            return [];
        }

        var others = found.Select(line => line.Resemblance.OtherThan(id)).ToList();
        var applications = await (
            from other in db.Applications.AsNoTracking()
            where others.Contains(other.Id)
            join call in db.Calls on other.CallId equals call.Id
            select new { Application = other, Call = call.Title }).ToDictionaryAsync(line => line.Application.Id, cancellationToken);
        var products = await db.Products.AsNoTracking()
            .Where(product => others.Contains(product.Id) || (product.ApplicationId != null && others.Contains(product.ApplicationId.Value)))
            .ToListAsync(cancellationToken);
        return
        [
            .. from line in found
               let otherId = line.Resemblance.OtherThan(id)
               let other = applications.GetValueOrDefault(otherId)
               let product = products.Find(product => other is null ? product.Id == otherId : product.ApplicationId == otherId)
               where other is not null || product is not null
               let text = other is null ? ComparedText.Of(product) : ComparedText.Of(other.Application)
               select new ResemblanceLine
               {
                   Resemblance = line.Resemblance,
                   JudgedBy = line.JudgedBy,
                   Application = other?.Application,
                   Product = product,
                   Origin = other is null
                       ? "Produit de la Fabrique"
                       : $"Candidature {other.Application.Reference}, appel « {other.Call} », {ParisTime.DayOf(other.Application.SubmittedAt ?? other.Application.CreatedAt).Year}",
                   IsOfSamePerson = other?.Application.ApplicantId == application.ApplicantId,
                   Text = text,
                   Words = Passages.Write(line.Resemblance.Stems.Split(' ', StringSplitOptions.RemoveEmptyEntries), text),
               },
        ];
    }

    /// <summary>Why nothing is found, when it is for want of something to compare; null when it was compared.</summary>
    public async Task<string?> WhyNotComparedAsync(Application application, CancellationToken cancellationToken)
    {
        var words = await db.SimilarityDocuments.Where(document => document.Id == application.Id).Select(document => document.Words).SingleOrDefaultAsync(cancellationToken);
        return words is null
            ? "Cette candidature n’est pas encore comparée aux autres : elle l’est dans les minutes qui suivent son dépôt."
            : WordBag.Parse(words).IsTooShort
                ? "Le texte de cette candidature est trop court pour être comparé à d’autres."
                : null;
    }
}
