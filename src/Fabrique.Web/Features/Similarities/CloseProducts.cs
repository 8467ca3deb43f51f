using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Features.Applications;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities;

/// <summary>A product that a draft resembles.</summary>
public sealed record CloseProduct(string Ghid, string Name, string Pitch);

/// <summary>« Des services existants ressemblent à votre idée », before one submits: products only, which everybody reads; it prevents nothing.</summary>
public sealed class CloseProducts(FabriqueDbContext db) : ReviewSection
{
    private const int Shown = 3;

    public override string View => "/Features/Similarities/_CloseProducts.cshtml";

    public override async Task<object?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        // A few hundred lines of two sentences, those that stopped left out.
        var products = await db.Products
            .Where(product => product.Phase != PhaseCode.Abandoned && product.Phase != PhaseCode.AbandonedInvestigation)
            .Select(product => new { product.Id, product.Ghid, product.Name, product.Pitch })
            .ToListAsync(cancellationToken);
        var corpus = new SimilarityCorpus();
        foreach (var product in products)
        {
            corpus.Add(product.Id, ComparedText.OfProduct(product.Name, product.Pitch).Words);
        }

        var close = corpus.Nearest(application.Id, ComparedText.Of(application).Words, Shown);
        return close.Count == 0
            ? null
            : close.Select(near => products.Single(product => product.Id == near.Id)).Select(product => new CloseProduct(product.Ghid, product.Name, product.Pitch)).ToList();
    }
}
