<?php
// What an author does at the desk of WordPress, by its own functions: `php wordpress.php ACTION`, a JSON object on stdin, one on stdout.
// A constant and an own name: WordPress puts many of its own variables, such as $action, into the same scope.
define('DESK_ACTION', $argv[1]);
$desk_given = json_decode(stream_get_contents(STDIN), true) ?? [];
$_SERVER['HTTP_HOST'] = parse_url(getenv('SITE_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('SITE_URL'), PHP_URL_PORT);
$_SERVER['REQUEST_METHOD'] = 'GET';
if (DESK_ACTION === 'install') define('WP_INSTALLING', true);

if (DESK_ACTION === 'create-database') {
    $database = mysqli_init();
    $database->real_connect(null, 'root', '', null, 0, getenv('SITE_SOCKET'));
    $database->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
    echo json_encode(['version' => $database->server_info]);
    exit;
}

require getenv('SITE_FOLDER') . '/wp-load.php';

if (DESK_ACTION === 'install') {
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    // Nothing of this leaves the machine: no mail.
    add_filter('pre_wp_mail', '__return_false');
    wp_install($desk_given['title'], 'editor', 'editor@example.invalid', true, '', wp_generate_password());
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure($desk_given['permalinks']);
    flush_rewrite_rules();
    update_option('comment_moderation', 0);
    update_option('comment_previously_approved', 0);
    update_option('timezone_string', 'Asia/Shanghai');
    echo json_encode(['version' => get_bloginfo('version')]);
} elseif (DESK_ACTION === 'publish') {
    $id = wp_insert_post(['post_title' => $desk_given['title'], 'post_content' => $desk_given['text'], 'post_status' => 'publish', 'post_author' => 1], true);
    echo json_encode(['id' => $id, 'url' => get_permalink($id)]);
} elseif (DESK_ACTION === 'edit') {
    wp_update_post(['ID' => $desk_given['id'], 'post_content' => $desk_given['text']], true);
    echo json_encode(['id' => $desk_given['id'], 'url' => get_permalink($desk_given['id'])]);
} elseif (DESK_ACTION === 'delete') {
    echo json_encode(['deleted' => wp_delete_post($desk_given['id'], true) !== false]);
} elseif (DESK_ACTION === 'comments') {
    $comments = get_comments(['post_id' => $desk_given['id']]);
    echo json_encode(array_map(fn($comment) => ['text' => $comment->comment_content, 'url' => get_comment_link($comment)], $comments));
}
