namespace Fabrique.Web.Features.Applications;

public static class ApplicationLinks
{
    public const string Screening = "/instruction";

    public static string Apply(string callSlug) => $"/candidatures/nouvelle?appel={Uri.EscapeDataString(callSlug)}";

    /// <summary>The form that will save the application of this identifier.</summary>
    /// <param name="callSlug">Of the call.</param>
    /// <param name="id">Of the application.</param>
    /// <param name="model">Reference of an application whose answers it takes up; null for none.</param>
    public static string Apply(string callSlug, Guid id, string? model = null) => $"{Apply(callSlug)}&id={id:D}" + (model is null ? "" : $"&modele={Uri.EscapeDataString(model)}");

    /// <summary>A new form, filled as an earlier application of the same person.</summary>
    public static string ApplyAs(string callSlug, string reference) => $"{Apply(callSlug)}&modele={Uri.EscapeDataString(reference)}";

    public static string Show(string reference) => $"/candidatures/{reference}";

    public static string Edit(string reference) => $"/candidatures/{reference}/modifier";

    /// <summary>What will be submitted, to be read once more.</summary>
    public static string Review(string reference) => $"/candidatures/{reference}/depot";

    public static string Receipt(string reference) => $"/candidatures/{reference}/accuse-de-reception";

    public static string ReceiptFile(string reference) => $"{Receipt(reference)}.pdf";

    /// <summary>All that the reader may read of it, as a PDF.</summary>
    public static string Pdf(string reference) => $"/candidatures/{reference}/dossier.pdf";

    /// <summary>The same, with the files joined to it.</summary>
    public static string Zip(string reference) => $"/candidatures/{reference}/dossier.zip";

    public static string Team(string reference) => $"/candidatures/{reference}/equipe";

    public static string Invitation(string reference) => $"/candidatures/{reference}/invitation";

    public static string History(string reference) => $"/candidatures/{reference}/versions";

    public static string NameManager(string reference) => $"/candidatures/{reference}/responsable";

    /// <summary>Where what is to be corrected is answered.</summary>
    public static string Corrections(string reference) => $"/candidatures/{reference}/complements";

    /// <summary>Where the team gives more time to answer.</summary>
    public static string CorrectionTime(string reference) => $"{Corrections(reference)}/delai";

    /// <summary>Where the team says what becomes of it when whoever has the idea leaves.</summary>
    public static string Departure(string reference) => $"/candidatures/{reference}/depart";

    public static string Withdraw(string reference) => $"/candidatures/{reference}/retirer";
}
