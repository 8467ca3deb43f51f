using System.Collections.Frozen;

namespace Fabrique.Dsfr;

/// <summary>The icons and pictograms in use. A name outside these lists is refused; a test checks that the design system has each of them.</summary>
public static class DsfrIcons
{
    /// <summary>Names for <c>icon="…"</c>, as the design system spells them after <c>fr-icon-</c>.</summary>
    public static IReadOnlySet<string> Known { get; } = new[]
    {
        "account-circle-line", "add-line", "alarm-warning-line", "alert-line", "archive-line", "arrow-go-back-line", "arrow-left-line", "arrow-right-line",
        "article-line", "attachment-line", "award-line", "ball-pen-line", "bar-chart-2-line", "briefcase-line", "calendar-2-line", "calendar-event-line",
        "chat-3-line", "check-line", "checkbox-circle-fill", "checkbox-circle-line", "close-circle-fill", "close-circle-line", "close-line",
        "contrast-line", "delete-bin-line", "delete-line", "download-line", "draft-line", "edit-line", "error-warning-line", "external-link-line",
        "eye-line", "file-text-line", "filter-line", "flag-line", "folder-2-line", "git-branch-line", "git-merge-line", "group-line", "home-4-line", "inbox-line",
        "info-line", "information-line", "lightbulb-line", "links-line", "lock-fill", "lock-line", "logout-box-r-line", "mail-line", "mail-send-line",
        "medal-line", "megaphone-line", "parent-line", "pencil-line", "play-circle-line", "printer-line", "question-answer-line", "question-line", "refresh-line",
        "save-line", "search-line", "seedling-line", "send-plane-line", "settings-5-line", "shield-line", "survey-line", "team-line",
        "thumb-down-line", "thumb-up-line", "time-line", "timer-line", "todo-line", "upload-line", "user-add-line", "user-line", "user-setting-line",
        "virus-fill",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names for <c>pictogram="…"</c>: folder and file of the design system's artwork.</summary>
    public static IReadOnlySet<string> Pictograms { get; } = new[]
    {
        "buildings/city-hall", "digital/application", "digital/calendar", "digital/coding", "digital/data-visualization", "digital/ecosystem", "digital/in-progress",
        "digital/innovation", "digital/mail-send", "document/contract", "document/document-add", "document/document-search", "document/document-signature",
        "document/sign-document", "environment/moon", "environment/sun", "environment/human-cooperation", "leisure/community", "system/success",
        "system/information", "system/warning", "system/technical-error", "system/system",
    }.ToFrozenSet(StringComparer.Ordinal);
}
