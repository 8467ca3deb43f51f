using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Screening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "application_words",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    word = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_words", x => new { x.word, x.application_id });
                    table.ForeignKey(
                        name: "fk_application_words_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    parameters = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    started_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    return_to = table.Column<string>(type: "character varying(1200)", maxLength: 1200, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_batches", x => x.id);
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    assignee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assigned_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    colour = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_labels", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "screening_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    query = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    columns = table.Column<string[]>(type: "text[]", maxLength: 2000, nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_views", x => x.id);
                    table.ForeignKey(
                        name: "fk_screening_views_owner_id",
                        column: x => x.owner_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "batch_lines",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    sentence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batch_lines", x => new { x.batch_id, x.rank });
                    table.CheckConstraint("ck_batch_line_status", "status in ('Pending', 'Done', 'Refused')");
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
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    columns = table.Column<string[]>(type: "text[]", maxLength: 2000, nullable: false),
                    default_view_id = table.Column<Guid>(type: "uuid", nullable: true),
                    has_keys = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
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
                table: "screening_labels",
                columns: new[] { "id", "colour", "name", "version" },
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
                name: "ix_applications_decided_at",
                table: "applications",
                column: "decided_at");

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
                name: "ix_screening_views_is_shared",
                table: "screening_views",
                column: "is_shared");

            migrationBuilder.CreateIndex(
                name: "ix_screening_views_owner_id_name",
                table: "screening_views",
                columns: new[] { "owner_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_words");

            migrationBuilder.DropTable(
                name: "applied_labels");

            migrationBuilder.DropTable(
                name: "batch_lines");

            migrationBuilder.DropTable(
                name: "screening_desks");

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
                name: "ix_applications_decided_at",
                table: "applications");
        }
    }
}
