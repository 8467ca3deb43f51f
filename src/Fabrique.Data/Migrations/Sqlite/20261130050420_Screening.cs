using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Screening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_application_decided",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.AddColumn<Guid>(
                name: "redirected_to_id",
                table: "applications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "application_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    side = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    read_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    read_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_messages", x => x.id);
                    table.CheckConstraint("ck_application_message_read", "(read_at is null) = (read_by_id is null)");
                    table.CheckConstraint("ck_application_message_side", "side in ('Applicant', 'Team')");
                    table.CheckConstraint("ck_application_messages_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_messages_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_messages_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_messages_read_by_id",
                        column: x => x.read_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    author_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    edited_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    pinned_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_notes", x => x.id);
                    table.CheckConstraint("ck_application_notes_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_notes_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_application_notes_author_id",
                        column: x => x.author_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_words",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    word = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_words", x => new { x.word, x.application_id });
                    table.CheckConstraint("ck_application_words_word_length", "length(word) <= 60");
                    table.ForeignKey(
                        name: "fk_application_words_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "correction_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    asked_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    message = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    remarks = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: false),
                    draft = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    granted_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    granted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    grant_reason = table.Column<string>(type: "TEXT", maxLength: 600, nullable: true),
                    answered_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correction_requests", x => x.id);
                    table.CheckConstraint("ck_correction_request_ended", "status in ('Prepared', 'Requested') or ended_at is not null");
                    table.CheckConstraint("ck_correction_request_granted", "(granted_by_id is null) = (grant_reason is null)");
                    table.CheckConstraint("ck_correction_request_sent", "status = 'Prepared' or due_at is not null");
                    table.CheckConstraint("ck_correction_request_status", "status in ('Prepared', 'Requested', 'Answered', 'NoAnswer')");
                    table.CheckConstraint("ck_correction_requests_grant_reason_length", "length(grant_reason) <= 600");
                    table.CheckConstraint("ck_correction_requests_message_length", "length(message) <= 2000");
                    table.ForeignKey(
                        name: "fk_correction_requests_answered_by_id",
                        column: x => x.answered_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_requests_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_correction_requests_asked_by_id",
                        column: x => x.asked_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_correction_requests_granted_by_id",
                        column: x => x.granted_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    filter = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    column_list = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: true),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    length = table.Column<long>(type: "INTEGER", nullable: true),
                    notice = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => x.id);
                    table.CheckConstraint("ck_export_ended", "(place is null) = (expires_at is not null)");
                    table.CheckConstraint("ck_export_state", "state in ('Waiting', 'Running', 'Ready', 'Failed', 'Deleted')");
                    table.CheckConstraint("ck_export_under_way", "(state in ('Waiting', 'Running')) = (place is not null)");
                    table.CheckConstraint("ck_exports_column_list_length", "length(column_list) <= 2000");
                    table.CheckConstraint("ck_exports_file_name_length", "length(file_name) <= 150");
                    table.CheckConstraint("ck_exports_filter_length", "length(filter) <= 2000");
                    table.CheckConstraint("ck_exports_format_length", "length(format) <= 40");
                    table.CheckConstraint("ck_exports_key_length", "length(key) <= 64");
                    table.CheckConstraint("ck_exports_notice_length", "length(notice) <= 500");
                    table.CheckConstraint("ck_exports_source_length", "length(source) <= 40");
                    table.CheckConstraint("ck_exports_title_length", "length(title) <= 150");
                    table.ForeignKey(
                        name: "fk_exports_requested_by_id",
                        column: x => x.requested_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "inadmissibility_reasons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    label = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    sentence = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    is_retired = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inadmissibility_reasons", x => x.id);
                    table.CheckConstraint("ck_inadmissibility_reason_said", "label <> '' and sentence <> ''");
                    table.CheckConstraint("ck_inadmissibility_reasons_code_length", "length(code) <= 60");
                    table.CheckConstraint("ck_inadmissibility_reasons_label_length", "length(label) <= 120");
                    table.CheckConstraint("ck_inadmissibility_reasons_sentence_length", "length(sentence) <= 600");
                });

            migrationBuilder.CreateTable(
                name: "resemblances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    other_application_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    product_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    score = table.Column<double>(type: "REAL", nullable: false),
                    stems = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    found_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    judged_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    judged_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resemblances", x => x.id);
                    table.CheckConstraint("ck_resemblance_judged", "(verdict is null) = (judged_at is null) and (verdict is null) = (judged_by_id is null)");
                    table.CheckConstraint("ck_resemblance_other", "(other_application_id is null) <> (product_id is null)");
                    table.CheckConstraint("ck_resemblance_verdict", "verdict in ('Same', 'Different')");
                    table.CheckConstraint("ck_resemblances_stems_length", "length(stems) <= 400");
                    table.ForeignKey(
                        name: "fk_resemblances_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_resemblances_judged_by_id",
                        column: x => x.judged_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_resemblances_other_application_id",
                        column: x => x.other_application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_resemblances_product_id",
                        column: x => x.product_id,
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    parameters = table.Column<string>(type: "TEXT", maxLength: 8000, nullable: false),
                    started_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    return_to = table.Column<string>(type: "TEXT", maxLength: 1200, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_batches", x => x.id);
                    table.CheckConstraint("ck_screening_batches_action_length", "length(action) <= 60");
                    table.CheckConstraint("ck_screening_batches_return_to_length", "length(return_to) <= 1200");
                    table.CheckConstraint("ck_screening_batches_title_length", "length(title) <= 200");
                    table.ForeignKey(
                        name: "fk_screening_batches_started_by_id",
                        column: x => x.started_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screening_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    assignee_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    assigned_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_files", x => x.id);
                    table.CheckConstraint("ck_screening_file_assigned", "(assignee_id is null) = (assigned_at is null)");
                    table.ForeignKey(
                        name: "fk_screening_files_assignee_id",
                        column: x => x.assignee_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_screening_files_id",
                        column: x => x.id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_labels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    colour = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_labels", x => x.id);
                    table.CheckConstraint("ck_screening_labels_colour_length", "length(colour) <= 40");
                    table.CheckConstraint("ck_screening_labels_name_length", "length(name) <= 40");
                });

            migrationBuilder.CreateTable(
                name: "screening_rulings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason_codes = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    words = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    ruled_by_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    ruled_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_rulings", x => x.id);
                    table.CheckConstraint("ck_screening_ruling_kind", "kind in ('Admissible', 'Inadmissible', 'Shortlisted', 'NotShortlisted')");
                    table.CheckConstraint("ck_screening_rulings_words_length", "length(words) <= 2000");
                    table.ForeignKey(
                        name: "fk_screening_rulings_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_screening_rulings_ruled_by_id",
                        column: x => x.ruled_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "screening_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    query = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    columns = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    is_shared = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_views", x => x.id);
                    table.CheckConstraint("ck_screening_views_name_length", "length(name) <= 60");
                    table.CheckConstraint("ck_screening_views_query_length", "length(query) <= 1000");
                    table.ForeignKey(
                        name: "fk_screening_views_owner_id",
                        column: x => x.owner_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "similarity_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_version = table.Column<int>(type: "INTEGER", nullable: false),
                    words = table.Column<string>(type: "TEXT", maxLength: 6000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_similarity_documents", x => x.id);
                    table.CheckConstraint("ck_similarity_document_kind", "kind in ('Application', 'Product')");
                    table.CheckConstraint("ck_similarity_documents_words_length", "length(words) <= 6000");
                });

            migrationBuilder.CreateTable(
                name: "wording_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    changed_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wording_overrides", x => x.id);
                    table.CheckConstraint("ck_wording_overrides_key_length", "length(key) <= 100");
                    table.CheckConstraint("ck_wording_overrides_text_length", "length(text) <= 2000");
                    table.ForeignKey(
                        name: "fk_wording_overrides_changed_by_id",
                        column: x => x.changed_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "application_note_revisions",
                columns: table => new
                {
                    note_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    written_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_note_revisions", x => new { x.note_id, x.number });
                    table.CheckConstraint("ck_application_note_revisions_text_length", "length(text) <= 4000");
                    table.ForeignKey(
                        name: "fk_application_note_revisions_note_id",
                        column: x => x.note_id,
                        principalTable: "application_notes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "batch_lines",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    sentence = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    settled_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batch_lines", x => new { x.batch_id, x.rank });
                    table.CheckConstraint("ck_batch_line_status", "status in ('Pending', 'Done', 'Refused')");
                    table.CheckConstraint("ck_batch_lines_sentence_length", "length(sentence) <= 500");
                    table.ForeignKey(
                        name: "fk_batch_lines_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_batch_lines_batch_id",
                        column: x => x.batch_id,
                        principalTable: "screening_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "applied_labels",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    added_by_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applied_labels", x => new { x.application_id, x.label_id });
                    table.ForeignKey(
                        name: "fk_applied_labels_added_by_id",
                        column: x => x.added_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_applied_labels_application_id",
                        column: x => x.application_id,
                        principalTable: "screening_files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_applied_labels_label_id",
                        column: x => x.label_id,
                        principalTable: "screening_labels",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_desks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    columns = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    default_view_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    has_keys = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_desks", x => x.id);
                    table.ForeignKey(
                        name: "fk_screening_desks_default_view_id",
                        column: x => x.default_view_id,
                        principalTable: "screening_views",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_screening_desks_id",
                        column: x => x.id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "inadmissibility_reasons",
                columns: new[] { "id", "code", "is_retired", "label", "rank", "sentence", "version" },
                columnTypes: new[] { "TEXT", "TEXT", "INTEGER", "TEXT", "INTEGER", "TEXT", "INTEGER" },
                values: new object[,]
                {
                    { new Guid("61000000-0000-4000-8000-000000000001"), "hors-perimetre", false, "Hors du périmètre du ministère", 1, "Le sujet ne relève pas des missions de nos ministères.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000002"), "deja-couvert", false, "Déjà couvert par un service existant", 2, "Un service existant répond déjà à ce besoin.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000003"), "porteur-non-eligible", false, "Porteur non éligible", 3, "L’appel n’est pas ouvert à la personne qui porte la candidature.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000004"), "dossier-incomplet", false, "Dossier incomplet malgré une relance", 4, "Le dossier est resté incomplet, bien que des compléments aient été demandés.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000005"), "pas-un-service-numerique", false, "Pas un service numérique", 5, "L’idée ne demande pas de construire un service numérique.", 0 },
                    { new Guid("61000000-0000-4000-8000-000000000006"), "hors-delai", false, "Reçue hors délai", 6, "La candidature est arrivée après la clôture de l’appel.", 0 }
                });

            migrationBuilder.InsertData(
                table: "screening_labels",
                columns: new[] { "id", "colour", "name", "version" },
                columnTypes: new[] { "TEXT", "TEXT", "TEXT", "INTEGER" },
                values: new object[,]
                {
                    { new Guid("0192a000-0000-7000-8000-000000000001"), "blue-cumulus", "À examiner", 1 },
                    { new Guid("0192a000-0000-7000-8000-000000000002"), "orange-terre-battue", "À relancer", 1 },
                    { new Guid("0192a000-0000-7000-8000-000000000003"), "green-emeraude", "Complet", 1 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_subject_kind_status_due_at_subject_id",
                table: "work_items",
                columns: new[] { "subject_kind", "status", "due_at", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_decided_at_submitted_at",
                table: "applications",
                columns: new[] { "decided_at", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_redirected_to_id",
                table: "applications",
                column: "redirected_to_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_decided",
                table: "applications",
                sql: "status not in ('Retained', 'NotRetained', 'NotShortlisted', 'Inadmissible', 'Redirected') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_redirected",
                table: "applications",
                sql: "(status = 'Redirected') = (redirected_to_id is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'CorrectionRequested', 'Shortlisted', 'Retained', 'NotRetained', 'NotShortlisted', 'Inadmissible', 'Withdrawn', 'Redirected')");

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_application_id_sent_at",
                table: "application_messages",
                columns: new[] { "application_id", "sent_at" });

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_author_id",
                table: "application_messages",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_messages_read_by_id",
                table: "application_messages",
                column: "read_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_notes_application_id_written_at",
                table: "application_notes",
                columns: new[] { "application_id", "written_at" });

            migrationBuilder.CreateIndex(
                name: "ix_application_notes_author_id",
                table: "application_notes",
                column: "author_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_words_application_id",
                table: "application_words",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_applied_labels_added_by_id",
                table: "applied_labels",
                column: "added_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_applied_labels_label_id_application_id",
                table: "applied_labels",
                columns: new[] { "label_id", "application_id" });

            migrationBuilder.CreateIndex(
                name: "ix_batch_lines_application_id",
                table: "batch_lines",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_batch_lines_batch_id_status",
                table: "batch_lines",
                columns: new[] { "batch_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_answered_by_id",
                table: "correction_requests",
                column: "answered_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_application_id",
                table: "correction_requests",
                column: "application_id",
                unique: true,
                filter: "status in ('Prepared', 'Requested')");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_application_id_round",
                table: "correction_requests",
                columns: new[] { "application_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_asked_by_id",
                table: "correction_requests",
                column: "asked_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_correction_requests_granted_by_id",
                table: "correction_requests",
                column: "granted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_exports_expires_at",
                table: "exports",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_key",
                table: "exports",
                columns: new[] { "requested_by_id", "key" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_place",
                table: "exports",
                columns: new[] { "requested_by_id", "place" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_state_asked_at",
                table: "exports",
                columns: new[] { "state", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_inadmissibility_reasons_code",
                table: "inadmissibility_reasons",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_application_id_other_application_id",
                table: "resemblances",
                columns: new[] { "application_id", "other_application_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_application_id_product_id",
                table: "resemblances",
                columns: new[] { "application_id", "product_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_judged_by_id",
                table: "resemblances",
                column: "judged_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_other_application_id",
                table: "resemblances",
                column: "other_application_id");

            migrationBuilder.CreateIndex(
                name: "ix_resemblances_product_id",
                table: "resemblances",
                column: "product_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_batches_ended_at_started_at",
                table: "screening_batches",
                columns: new[] { "ended_at", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_batches_started_by_id",
                table: "screening_batches",
                column: "started_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_desks_default_view_id",
                table: "screening_desks",
                column: "default_view_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_files_assignee_id",
                table: "screening_files",
                column: "assignee_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_labels_name",
                table: "screening_labels",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_screening_rulings_application_id_kind",
                table: "screening_rulings",
                columns: new[] { "application_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_rulings_ruled_by_id",
                table: "screening_rulings",
                column: "ruled_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_screening_views_is_shared",
                table: "screening_views",
                column: "is_shared");

            migrationBuilder.CreateIndex(
                name: "ix_screening_views_owner_id_name",
                table: "screening_views",
                columns: new[] { "owner_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_wording_overrides_changed_by_id",
                table: "wording_overrides",
                column: "changed_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_wording_overrides_key",
                table: "wording_overrides",
                column: "key",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_applications_redirected_to_id",
                table: "applications",
                column: "redirected_to_id",
                principalTable: "products",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_applications_redirected_to_id",
                table: "applications");

            migrationBuilder.DropTable(
                name: "application_messages");

            migrationBuilder.DropTable(
                name: "application_note_revisions");

            migrationBuilder.DropTable(
                name: "application_words");

            migrationBuilder.DropTable(
                name: "applied_labels");

            migrationBuilder.DropTable(
                name: "batch_lines");

            migrationBuilder.DropTable(
                name: "correction_requests");

            migrationBuilder.DropTable(
                name: "exports");

            migrationBuilder.DropTable(
                name: "inadmissibility_reasons");

            migrationBuilder.DropTable(
                name: "resemblances");

            migrationBuilder.DropTable(
                name: "screening_desks");

            migrationBuilder.DropTable(
                name: "screening_rulings");

            migrationBuilder.DropTable(
                name: "similarity_documents");

            migrationBuilder.DropTable(
                name: "wording_overrides");

            migrationBuilder.DropTable(
                name: "application_notes");

            migrationBuilder.DropTable(
                name: "screening_files");

            migrationBuilder.DropTable(
                name: "screening_labels");

            migrationBuilder.DropTable(
                name: "screening_batches");

            migrationBuilder.DropTable(
                name: "screening_views");

            migrationBuilder.DropIndex(
                name: "ix_work_items_subject_kind_status_due_at_subject_id",
                table: "work_items");

            migrationBuilder.DropIndex(
                name: "ix_applications_decided_at_submitted_at",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_redirected_to_id",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_decided",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_redirected",
                table: "applications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_application_status",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "redirected_to_id",
                table: "applications");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_decided",
                table: "applications",
                sql: "status not in ('Retained', 'NotRetained') or (decided_at is not null and decided_by_id is not null and decision_reason is not null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_application_status",
                table: "applications",
                sql: "status in ('Draft', 'Submitted', 'AwaitingApproval', 'UnderScreening', 'Retained', 'NotRetained', 'Withdrawn')");
        }
    }
}
